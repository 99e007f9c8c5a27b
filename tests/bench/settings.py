"""The settings of a measurement: the real ones, in a folder on the disk that vanishes afterwards."""

import atexit
import os
import shutil
import tempfile

from tests import servers

FOLDER = tempfile.mkdtemp(prefix="cpd-bench-")
# A database server that runs as another user must be able to reach its folder inside.
os.chmod(FOLDER, 0o755)
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

os.environ["CPD_VAR"] = FOLDER
os.environ["CPD_SECRET_KEY"] = "for-measurements-only-and-never-anywhere-else-01"
os.environ["CPD_BASE_URL"] = "http://localhost:8000"
os.environ["CPD_HOSTS"] = "testserver"
os.environ["CPD_EMBEDDED"] = "1"
os.environ["CPD_DATABASE_URL"] = servers.database_url(FOLDER) if servers.wants_postgresql() else ""
for name in ("CPD_VAULT", "CPD_FILES", "CPD_STATIC", "CPD_BROKER_URL", "CPD_EMAIL_URL", "CPD_DEMO", "CPD_CLAMD"):
    os.environ.pop(name, None)

from cpd.settings import *  # noqa: E402, F403


class _FromModels:
    """No app has migrations here: the tables come from the models, which are the same and are there sooner."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = _FromModels()
