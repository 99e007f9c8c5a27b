"""The broker of the chaos tests, a real one, started for each test; and the folders of what they start."""

import shutil
from pathlib import Path

import pytest

from cpd.files.fonts import register
from cpd.jobs.bell import bell
from tests import servers


@pytest.fixture
def broker(tmp_path, settings):
    server = servers.start_redis(tmp_path)
    settings.CPD_BROKER_URL = server.url
    bell.__init__()
    yield server
    server.kill()
    bell.__init__()


@pytest.fixture
def machine(tmp_path, settings, transactional_db):
    """A machine of its own, with the faces of one that has drawn before: making them takes longer than everything here."""
    register()
    shutil.copytree(Path(settings.CPD_VAR) / "fonts", tmp_path / "fonts")
    settings.CPD_VAR = tmp_path
    settings.CPD_VAULT = tmp_path / "vault"
    settings.CPD_FILES = tmp_path / "files"
    return tmp_path
