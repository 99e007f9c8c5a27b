"""The settings of the processes that issue a batch: the real ones, with the server, the broker and the folder of this run."""

import os

os.environ["CPD_SECRET_KEY"] = "for-measurements-only-and-never-anywhere-else-01"
os.environ["CPD_BASE_URL"] = "http://localhost:8000"
os.environ["CPD_HOSTS"] = "testserver"
os.environ["CPD_EMBEDDED"] = "1"
for name in ("CPD_VAULT", "CPD_FILES", "CPD_STATIC", "CPD_EMAIL_URL", "CPD_DEMO", "CPD_CLAMD"):
    os.environ.pop(name, None)

from cpd.settings import *  # noqa: E402, F403


class _FromModels:
    """No app has migrations here: the tables come from the models, which are the same and are there sooner."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = _FromModels()
