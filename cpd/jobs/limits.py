"""How long one job may compute, so that a stuck one cannot hold up the others."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TookTooLong(Exception):
    """The job used up the seconds of its kind."""


def _interrupt(number, frame):
    raise TookTooLong


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TookTooLong after these seconds; only the main thread can be interrupted, elsewhere Celery's limit holds."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGALRM, _interrupt)
    remaining, interval = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, remaining, interval)
        signal.signal(signal.SIGALRM, handler)
