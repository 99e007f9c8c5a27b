"""The settings of a test run: the real ones, in a folder and a database that vanish afterwards."""

import os
import tempfile
from pathlib import Path

from tests import servers

# Made once by the process that starts pytest; its xdist workers inherit all of it by environment.
if "CPD_TEST_DIR" not in os.environ:
    os.environ["CPD_TEST_DIR"] = servers.make_folder()
TEST_DIR = Path(os.environ["CPD_TEST_DIR"])
os.environ["CPD_SECRET_KEY"] = "for-tests-only-and-never-anywhere-else-0123456789"
os.environ["CPD_VAR"] = tempfile.mkdtemp(prefix="var-", dir=TEST_DIR)
os.environ["CPD_BASE_URL"] = "http://localhost:8000"
os.environ["CPD_HOSTS"] = "localhost,127.0.0.1,testserver"
os.environ["CPD_EMBEDDED"] = "1"
os.environ["CPD_DATABASE_URL"] = servers.database_url(TEST_DIR) if servers.wants_postgresql() else ""
for name in (
    "CPD_VAULT",
    "CPD_FILES",
    "CPD_BROKER_URL",
    "CPD_EMAIL_URL",
    "CPD_DEMO",
    "CPD_KEY_PASSPHRASE",
    "CPD_CLAMD",
):
    os.environ.pop(name, None)
# Playwright's own loop runs in the test's thread, where Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# The faces of our PDFs take seconds to make: every process of one run shares them.
(TEST_DIR / "fonts").mkdir(exist_ok=True)
(Path(os.environ["CPD_VAR"]) / "fonts").symlink_to(TEST_DIR / "fonts")

from cpd.settings import *  # noqa: E402, F403
from cpd.settings import CPD_VAR, DATABASES, STORAGES  # noqa: E402

if not servers.wants_postgresql():
    # A file, not memory: races and child processes need connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(CPD_VAR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    )
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
