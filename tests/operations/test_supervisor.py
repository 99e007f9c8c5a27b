"""Processes that live and die together."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cpd.operations import supervisor
from cpd.operations.supervisor import Child

ROOT = Path(__file__).resolve().parent.parent.parent
# Starts two children, one of which has a child of its own, and prints their process ids.
SCRIPT = """
import sys
from cpd.operations.supervisor import Child, Supervisor
family = Child("family", ["sh", "-c", "sleep 60 & echo $$ $! > %(folder)s/family; wait"])
single = Child("single", ["sh", "-c", "echo $$ > %(folder)s/single; exec sleep 60"])
Supervisor([family, single], print).run(lambda: print("up", flush=True))
"""


def start(folder: Path) -> subprocess.Popen:
    """The script above as a process; waits until all its children have said who they are."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT % {"folder": folder}], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "up\n"
    until(lambda: len(pids(folder)) == 3)
    return process


def pids(folder: Path) -> list[int]:
    return [int(pid) for path in folder.iterdir() for pid in path.read_text().split()]


def alive(folder: Path) -> list[int]:
    """Which of them still run; a zombie that nobody collects has ended."""
    states = {pid: Path(f"/proc/{pid}/stat") for pid in pids(folder)}
    return [
        pid for pid, path in states.items() if path.exists() and path.read_text().rpartition(")")[2].split()[0] != "Z"
    ]


def until(true, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_stops_everything(tmp_path, number):
    process = start(tmp_path)

    process.send_signal(number)

    assert process.wait(10) == 0
    assert alive(tmp_path) == []
    process.stdout.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_killing_the_supervisor_ends_what_it_started(tmp_path):
    process = start(tmp_path)
    started = [int((tmp_path / "single").read_text()), int((tmp_path / "family").read_text().split()[0])]

    process.kill()
    process.wait(10)

    until(lambda: not set(started) & set(alive(tmp_path)))
    for pid in alive(tmp_path):
        os.kill(pid, signal.SIGKILL)  # the shell's own sleep, which was never told
    process.stdout.close()


def test_a_child_that_dies_is_started_again(tmp_path):
    process = start(tmp_path)
    before = (tmp_path / "single").read_text()

    os.kill(int(before), signal.SIGKILL)

    until(lambda: (tmp_path / "single").read_text() not in ("", before))
    process.terminate()
    assert process.wait(10) == 0
    process.stdout.close()


def test_what_a_dead_child_left_behind_is_killed(tmp_path):
    process = start(tmp_path)
    leader, left = (tmp_path / "family").read_text().split()

    os.kill(int(leader), signal.SIGKILL)

    until(lambda: int(left) not in alive(tmp_path))
    process.terminate()
    process.wait(10)
    process.stdout.close()


def test_a_child_that_keeps_dying_ends_it(monkeypatch):
    said = []
    monkeypatch.setattr(supervisor, "LOOK_EVERY_SECONDS", 0.01)
    monkeypatch.setattr(supervisor.signal, "signal", lambda *_: None)

    good = supervisor.Supervisor([Child("web server", ["false"])], said.append).run(lambda: None)

    assert not good
    assert said[-1] == "The web server ended 6 times in a minute, so everything stops."


def test_restarts_long_ago_do_not_count():
    child = Child("web server", ["true"])

    allowed = [child.may_restart(minute * 60.0) for minute in range(20)]

    assert all(allowed)


def test_a_child_that_ignores_the_signal_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 0.3)
    monkeypatch.setattr(supervisor.signal, "signal", lambda *_: None)
    deaf = Child("deaf one", ["sh", "-c", f"trap '' TERM; echo $$ > {tmp_path}/deaf; while :; do sleep 0.1; done"])
    watcher = supervisor.Supervisor([deaf], lambda _: None)
    thread = threading.Thread(target=watcher.run, args=(lambda: None,))
    thread.start()
    until(lambda: (tmp_path / "deaf").exists() and pids(tmp_path))

    watcher.stopping = True
    thread.join(5)

    assert alive(tmp_path) == []
