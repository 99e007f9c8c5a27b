"""The working days of a cohort: its nation's, without the provider's closures."""

from collections.abc import Iterable

from courses.delivery.calendar import Calendar
from courses.delivery.models import ClosureDay, Cohort
from courses.delivery.states import Nation


def calendar_of(cohort: Cohort) -> Calendar:
    return calendar_for(cohort.nation)


def calendars_of(cohorts: Iterable[Cohort]) -> dict[str, Calendar]:
    """The working days of each nation in which these cohorts are; one query."""
    closed = frozenset(ClosureDay.objects.values_list("day", flat=True))
    return {cohort.nation: Calendar(cohort.nation, closed) for cohort in cohorts}


def calendar_for(nation: str = Nation.ENGLAND_AND_WALES) -> Calendar:
    return Calendar(nation, frozenset(ClosureDay.objects.values_list("day", flat=True)))
