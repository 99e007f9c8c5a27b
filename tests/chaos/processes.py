"""Starts real workers and relays, and kills them: each in a process group of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

WORKER = [
    "-m",
    "celery",
    "-A",
    "cpd.celery",
    "worker",
    "-c",
    "2",
    "--without-gossip",
    "--without-mingle",
    "-l",
    "WARNING",
]
RELAY = ["-m", "django", "run_jobs"]


class Processes:
    """What one test started; all of it is gone afterwards."""

    def __init__(self, folder: Path, database: str, broker: str):
        self.folder, self.started = folder, []
        self.traces = folder / "traces"
        self.traces.mkdir()
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
            "PYTHONPATH": str(Path.cwd()),
            "CPD_CHAOS_DATABASE": database,
            "CPD_CHAOS_BROKER": broker,
            "CPD_CHAOS_VAULT": str(folder / "vault"),
            "CPD_TEST_TRACES": str(self.traces),
        }

    def start(self, command: list[str]) -> subprocess.Popen:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def kill(self, process: subprocess.Popen) -> None:
        """kill -9 of the process and its children."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)

    def kill_all(self) -> None:
        for process in self.started:
            self.kill(process)

    def starts(self, ref: int) -> int:
        """How many processes began to compute this job."""
        return len(list(self.traces.glob(f"{ref}.*")))

    def wait_for(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"Waited too long. {(self.folder / 'log').read_text()[-3000:]}"
            time.sleep(0.05)
