"""A process that is really killed in the middle: the disk of its vault hangs, and then comes kill -9."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from django.db import connections

SECONDS = 30


@contextmanager
def hanging(path: Path):
    """Whoever opens this file to write waits for ever, as on a disk that does not answer; afterwards it is as before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.aside")
    if path.exists():
        path.rename(aside)
    os.mkfifo(path)
    try:
        yield
    finally:
        path.unlink()
        if aside.exists():
            aside.rename(path)


def kill_when(is_there: Callable[[], bool], action: Callable[[], object]) -> None:
    """Run the action in a process of its own, and kill it as soon as this is to be seen from outside."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            action()
        finally:
            os._exit(0)
    end = time.monotonic() + SECONDS
    try:
        while not is_there():
            assert os.waitpid(pid, os.WNOHANG) == (0, 0), "It ended by itself."
            assert time.monotonic() < end, "Waited too long."
            time.sleep(0.02)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
