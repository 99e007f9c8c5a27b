"""The broker of the chaos tests: a real one, started for each test."""

import pytest

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
