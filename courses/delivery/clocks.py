"""What stands still and what ends with an enrolment. Features above register here what they move, since delivery
cannot know them; the modules are named in settings.CLOCK_MODULES.

    @on_restart
    def move_deadlines(pause, *, by, now): ...

    @on_end
    def close_portfolio(enrolment, *, by, now): ...
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from courses.delivery.models import Enrolment, Pause
from cpd.accounts.models import User


class Mover(Protocol):
    def __call__(self, pause: Pause, *, by: User | None, now: datetime) -> object: ...


class Ender(Protocol):
    def __call__(self, enrolment: Enrolment, *, by: User | None, now: datetime) -> object: ...


_movers: list[Mover] = []
_enders: list[Ender] = []


def on_restart(move: Mover) -> Mover:
    """Call this for every pause that ends, in its transaction."""
    return _register(_movers, move)


def on_end(end: Ender) -> Ender:
    """Call this for every enrolment that is withdrawn, cancelled or lapses, in its transaction."""
    return _register(_enders, end)


def move_all(pause: Pause, *, by: User | None, now: datetime) -> None:
    for move in _movers:
        move(pause, by=by, now=now)


def end_all(enrolment: Enrolment, *, by: User | None, now: datetime) -> None:
    for end in _enders:
        end(enrolment, by=by, now=now)


def _register[T: Callable](known: list[T], function: T) -> T:
    if function not in known:
        known.append(function)
    return function
