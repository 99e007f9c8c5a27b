"""The settings of the job runner that a journey starts: its test's database, files and keys."""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["CPD_JOURNEY_DATABASE"]
CPD_VAR = Path(os.environ["CPD_JOURNEY_VAR"])
CPD_VAULT = CPD_VAR / "vault"
CPD_FILES = CPD_VAR / "files"
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": os.environ["CPD_JOURNEY_MAIL"]},
    }
}
