"""Starts processes, restarts one that dies, and ends all of them together."""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from cpd.operations.parent import ending_with_me

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_SECONDS = 8
RESTARTS_AT_MOST, RESTARTS_WITHIN_SECONDS = 5, 60
LOOK_EVERY_SECONDS = 0.2


@dataclass
class Child:
    """One process that has to run, and when it was started anew."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    restarts: deque[float] = field(default_factory=deque)

    def start(self) -> None:
        # A session of its own: Ctrl-C in the terminal reaches the supervisor alone, which then stops children in order.
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=ending_with_me())

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def may_restart(self, now: float) -> bool:
        """Note one more restart; False when there were too many lately."""
        self.restarts.append(now)
        while self.restarts[0] < now - RESTARTS_WITHIN_SECONDS:
            self.restarts.popleft()
        return len(self.restarts) <= RESTARTS_AT_MOST

    def kill_group(self) -> None:
        """kill -9 whatever is left of its session."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


class Supervisor:
    """Runs its children until a signal comes or one of them dies too often."""

    def __init__(self, children: list[Child], say: Callable[[str], None]) -> None:
        self.children, self.say = children, say
        self.stopping = False

    def run(self, when_started: Callable[[], None]) -> bool:
        """Start, call back, watch, stop. False when it gave up on a child."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._ask_to_stop)
        try:
            for child in self.children:
                child.start()
            when_started()
            return self._watch()
        finally:
            self._stop_all()

    def _watch(self) -> bool:
        while not self.stopping:
            for child in self.children:
                if child.has_died() and not self.stopping and not self._restart(child):
                    return False
            time.sleep(LOOK_EVERY_SECONDS)
        return True

    def _restart(self, child: Child) -> bool:
        child.kill_group()
        if not child.may_restart(time.monotonic()):
            self.say(f"The {child.name} ended {RESTARTS_AT_MOST + 1} times in a minute, so everything stops.")
            return False
        self.say(f"The {child.name} ended (code {child.process.returncode}) and is started again.")
        time.sleep(LOOK_EVERY_SECONDS * len(child.restarts))
        child.start()
        return True

    def _stop_all(self) -> None:
        started = [child for child in self.children if child.process is not None]
        for child in started:
            if not child.has_died():
                child.process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for child in started:
            try:
                child.process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(
                    f"The {child.name} did not stop in time and is killed; its work is taken up at the next start."
                )
            child.kill_group()
            child.process.wait()

    def _ask_to_stop(self, number: int, frame) -> None:
        self.stopping = True


def python(*arguments: str) -> list[str]:
    """A command that this very interpreter runs."""
    return [sys.executable, *arguments]
