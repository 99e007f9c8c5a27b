"""`make serve`, as a person types it: starts, answers, stops, and leaves nothing behind."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = [
    pytest.mark.operations,
    pytest.mark.skipif(not (ROOT / ".venv" / "bin" / "python").exists(), reason="no .venv (make install)"),
]


class Site:
    """One `make serve` or `make run` with its own data and port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("CPD_", "DJANGO_", "MAKE"))
        }
        self.environment = inherited | {"CPD_VAR": str(folder / "var"), "CPD_ENV_FILE": str(folder / "env")}
        self.log = folder / "log"
        self.make: subprocess.Popen | None = None
        self.first = 0.0

    def start(self, target: str = "serve", **environment: str) -> float:
        """Start it and wait for its last line; the seconds that took."""
        begin = time.monotonic()
        with self.log.open("w") as log:
            self.make = subprocess.Popen(
                ["make", "-s", target, f"PORT={self.port}"],
                cwd=ROOT,
                env=self.environment | environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while "Ctrl-C stops everything." not in self.log.read_text():
            assert self.make.poll() is None, self.log.read_text()
            assert time.monotonic() < begin + 90, self.log.read_text()
            time.sleep(0.05)
        return time.monotonic() - begin

    def processes(self) -> set[int]:
        """Every living process that was started with this site's data folder."""
        mark = f"CPD_VAR={self.environment['CPD_VAR']}\0".encode()
        return {int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if mark in read(path)}

    def ask(self, path: str) -> int:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as web:
            web.request("GET", path, headers={"Host": "localhost"})
            return web.getresponse().status

    def gone_within(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while self.processes() and time.monotonic() < end:
            self.make.poll()
            time.sleep(0.05)
        return not self.processes() and self.make.wait(1) is not None


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site whose database is made already."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.first = site.start()
    assert site.ask("/healthz") == 200
    assert site.ask("/readyz") == 200
    site.make.send_signal(signal.SIGTERM)
    assert site.gone_within(10)
    yield site
    for pid in site.processes():
        os.kill(pid, signal.SIGKILL)
    site.make.wait(5)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_second_start_is_quick_and_a_signal_ends_it(site, number):
    seconds = site.start()
    assert len(site.processes()) == 5  # make, the supervisor, gunicorn and its worker, the job runner

    # As a terminal does on Ctrl-C: to make and the supervisor, not to the sessions of its children.
    os.killpg(site.make.pid, number)

    assert site.gone_within(10), site.log.read_text()
    assert seconds < site.first / 3


def test_killing_make_leaves_no_orphan(site):
    site.start()

    site.make.kill()

    assert site.gone_within(15)


def test_killing_the_supervisor_leaves_no_orphan(site):
    site.start()
    supervisor = next(pid for pid in site.processes() if b"up" in read(Path(f"/proc/{pid}/cmdline")).split(b"\0"))

    os.kill(supervisor, signal.SIGKILL)

    assert site.gone_within(15)


def test_a_web_server_killed_with_its_master_comes_back(site):
    site.start()
    masters = [pid for pid in site.processes() if b"gunicorn" in read(Path(f"/proc/{pid}/cmdline"))]

    os.kill(min(masters), signal.SIGKILL)

    end = time.monotonic() + 15
    while "The web server ended (code -9) and is started again." not in site.log.read_text() and time.monotonic() < end:
        time.sleep(0.05)
    status = 0
    while status != 200 and time.monotonic() < end:
        try:
            status = site.ask("/healthz")
        except OSError:
            time.sleep(0.1)
    site.make.send_signal(signal.SIGTERM)
    assert site.gone_within(10)
    assert status == 200


def test_a_port_in_use_is_said_in_one_sentence(site):
    with socket.socket() as other:
        other.bind(("127.0.0.1", site.port))
        other.listen()
        done = subprocess.run(
            ["make", "-s", "serve", f"PORT={site.port}"],
            cwd=ROOT,
            env=site.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode != 0
    assert f"Port {site.port} on 127.0.0.1 cannot be used (Address already in use)" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demonstration_refuses_to_be_reached_by_others(site):
    done = subprocess.run(
        ["make", "-s", "run", f"PORT={site.port}", "HOST=0.0.0.0"],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "CPD_DEMO=1 lets anybody sign in as anybody" in done.stderr
