"""What every test stands on: a database with its triggers, no network, and an account of what was skipped."""

import os
import shutil
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck, settings

from tests import servers

STRICT = os.environ.get("CPD_TEST_STRICT", "") == "1"

# The machine that runs this may be busy, and nothing that an earlier run found stays for the next.
settings.register_profile("calm", deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")

LONG = ("tests/machine/", "tests/bench/", "tests/assessments/demo/")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Begin with what takes minutes, so that no process waits for another at the end; mark what has nothing to ask a
    second database; skip what needs a program that this machine lacks, with the name of the package that brings it.
    """
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    for item in items:
        if not (item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))):
            item.add_marker(pytest.mark.once)
    if not shutil.which("chromium"):
        reason = f"no Chromium (apt-get install {servers.CHROMIUM_PACKAGE})"
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Note the reasons for skipping; when CPD_TEST_STRICT=1 a skip is a failure."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = terminal.stats.get("skipped", []) if terminal else []
    if not skipped or hasattr(session.config, "workerinput"):
        return
    reasons = {report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr) for report in skipped}
    if notes := os.environ.get("CPD_TEST_SKIPS"):
        with Path(notes).open("a") as file:
            file.writelines(f"{reason.removeprefix('Skipped: ')}\n" for reason in sorted(reasons))
    if STRICT and session.exitstatus == pytest.ExitCode.OK:
        terminal.write_line(f"CPD_TEST_STRICT=1: {len(skipped)} skipped, which counts as failed.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def append_only_tables_can_be_emptied(request):
    """A test that really commits is followed by a flush, which the triggers of append-only tables would refuse.

    They are dropped just before; the flush sends post_migrate, whose handler puts them back.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames) or (
        marker and marker.kwargs.get("transaction")
    )
    if not commits:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    drop_triggers()
    cache.clear()


def drop_triggers() -> None:
    """Take every trigger of ours off the database of this test."""
    listed = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(listed[connection.vendor])
        for name, table in cursor.fetchall():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{on}')


@pytest.fixture(scope="session")
def own_redis(tmp_path_factory):
    """A Redis that this run started."""
    server = servers.start_redis(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()
