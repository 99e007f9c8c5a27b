"""How a process ends with the one that started it, even when that one is killed with -9."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with(parent: int) -> None:
    """Have the kernel send SIGTERM when the process `parent` dies; Linux only, elsewhere nothing."""
    if _libc is None:
        return
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # It may have died before the call above.
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def ending_with_me() -> Callable[[], None]:
    """What a child runs between fork and exec."""
    parent = os.getpid()
    return lambda: end_with(parent)
