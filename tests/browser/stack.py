"""The real thing, as `make run` starts it: web server, job runner, demonstration data; on a free port, in its own folder."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests import servers

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS_WITHIN_SECONDS = 100
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Stack:
    """One `manage.py up` with demonstration people."""

    def __init__(self, folder: Path) -> None:
        self.port = servers.free_port()
        self.url = f"http://localhost:{self.port}"
        self.folder, self.log = folder, folder / "log"
        self.process: subprocess.Popen | None = None

    def start(self) -> "Stack":
        """Start it and wait until it says that pages are answered."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("CPD_", "DJANGO_"))}
        own = {"CPD_VAR": str(self.folder / "var"), "CPD_ENV_FILE": str(self.folder / "env"), "CPD_DEMO": "1"}
        # Where “Exit this page” leads: a page that is there without a network.
        own["CPD_EXIT_URL"] = f"{self.url}/cookies/"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", "--stop-with-parent", "--port", str(self.port)],
                cwd=ROOT,
                env=inherited | own | {"PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + STARTS_WITHIN_SECONDS
        while "Ctrl-C stops everything." not in self.log.read_text():
            if self.process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise RuntimeError(f"The stack did not start: {self.log.read_text()[-3000:]}")
            time.sleep(0.1)
        return self

    def stop(self) -> None:
        """SIGTERM to the supervisor, which ends its children."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(5)

    def web_server(self) -> int:
        """The process id of the web server's parent, a child of the supervisor."""
        return next(pid for pid in children(self.process.pid) if b"gunicorn" in command_of(pid))

    def web_workers(self) -> list[int]:
        return children(self.web_server())

    @contextlib.contextmanager
    def without_web_server(self) -> Iterator[None]:
        """kill -9, and the supervisor notices only afterwards."""
        os.kill(self.process.pid, signal.SIGSTOP)
        try:
            for pid in [self.web_server(), *self.web_workers()]:
                os.kill(pid, signal.SIGKILL)
            yield
        finally:
            os.kill(self.process.pid, signal.SIGCONT)

    @contextlib.contextmanager
    def with_frozen_web_server(self) -> Iterator[None]:
        """It keeps its connections and answers nothing."""
        workers = self.web_workers()
        for pid in workers:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in workers:
                os.kill(pid, signal.SIGCONT)


def children(pid: int) -> list[int]:
    """The process ids of a process's own children."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium."""
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
