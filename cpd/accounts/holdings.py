"""What a person has in hand because of a role: each feature above says so here, since accounts cannot know them.

A feature has a holdings.py, named in settings.HOLDING_MODULES, with one registered function:

    @register
    def list_posts(person, role, on) -> list[Holding]: ...

When the role ends, `hand_over` of each holding is called with the successor, in the same transaction. A holding
without it must be given to somebody else on its own page first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from cpd.accounts.models import Appointment, User
from cpd.accounts.roles import Role


class HandOver(Protocol):
    def __call__(self, *, to: User, by: User, now: datetime) -> object: ...


@dataclass(frozen=True)
class Holding:
    """One thing that waits for a person. `what` names no learner: candidate number, cohort, date."""

    what: str
    url: str = ""
    hand_over: HandOver | None = None


type Finder = Callable[[User, Role, date], list[Holding]]
_finders: list[Finder] = []


def register(find: Finder) -> Finder:
    """Ask this function too, whenever an appointment is about to end."""
    if find not in _finders:
        _finders.append(find)
    return find


def of(person: User, roles: Iterable[str], *, on: date) -> list[Holding]:
    """Everything that a person holds in these roles."""
    return [holding for role in dict.fromkeys(roles) for find in _finders for holding in find(person, Role(role), on)]


def that_end_with(appointment: Appointment, *, on: date) -> list[Holding]:
    """What has to go to somebody else before this appointment ends; nothing while another gives the same role."""
    same = Appointment.objects.filter(person=appointment.person_id, role=appointment.role).in_force(on)
    if same.exclude(pk=appointment.pk).exists():
        return []
    return of(appointment.person, [appointment.role], on=on)
