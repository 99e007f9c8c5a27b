"""Rows 11 to 17 once more where there is no network at all: what judges a credential needs nobody's server (row 20)."""

import os
import shutil
import socket
import sys

import pytest

from tests.outside.tools import needs_node, run

CLOSED = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
CALL = "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1])), 2)"
# Everything of ours and of others that decides about credentials, tokens, canonical forms and the record.
JUDGES = [
    "tests/outside/test_credentials.py",
    "tests/outside/test_canonical.py",
    "tests/outside/test_strict.py",
    "tests/history/test_merkle.py",
]
pytestmark = [
    pytest.mark.skipif(
        shutil.which("unshare") is None or run(*CLOSED, "true").returncode != 0,
        reason="this system lets nobody make a network namespace (unshare --net)",
    ),
    pytest.mark.timeout(300),
]


def test_the_namespace_has_no_way_out():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        assert run(sys.executable, "-c", CALL, port).returncode == 0
        assert run(*CLOSED, sys.executable, "-c", CALL, port).returncode != 0


@needs_node
def test_every_judge_comes_to_the_same_end_without_a_network(monkeypatch):
    for name in (
        "CPD_TEST_DATABASE",
        "CPD_TEST_DATABASE_URL",
        "CPD_TEST_SKIPS",
        "PYTEST_XDIST_WORKER",
        "PYTEST_ADDOPTS",
    ):
        monkeypatch.delenv(name, raising=False)

    done = run(*CLOSED, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *JUDGES)

    said = done.stdout.decode()
    assert done.returncode == 0, said[-3000:]
    assert " passed" in said
    assert "skipped" not in said
