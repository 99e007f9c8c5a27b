"""What a cohort still needs before it opens, as features above know it: each says so here, as with holdings.

@register
def list_team_steps(cohort, on) -> list[Step]: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from courses.delivery.models import Cohort


@dataclass(frozen=True)
class Step:
    """One line of "Ready to open?"; `page` is the name of the page on which it is done."""

    title: str
    is_done: bool
    hint: str
    page: str

    @property
    def status(self) -> str:
        return "Done" if self.is_done else "To do"

    @property
    def tone(self) -> str:
        return "ok" if self.is_done else ""


type Finder = Callable[[Cohort, date], list[Step]]
_finders: list[Finder] = []


def register(find: Finder) -> Finder:
    if find not in _finders:
        _finders.append(find)
    return find


def list_further_steps(cohort: Cohort, on: date) -> list[Step]:
    """Everything that the features above ask of a cohort."""
    return [step for find in _finders for step in find(cohort, on)]
