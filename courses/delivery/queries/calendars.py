"""The working days of a cohort: its nation's, without the provider's closures."""

from collections.abc import Iterable

from django.db.models import QuerySet

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


def calendar_over(cohorts: QuerySet[Cohort]) -> Calendar:
    """The working days of what reaches over several cohorts: their nation's when all are in one, else the usual ones."""
    nations = set(cohorts.order_by().values_list("nation", flat=True))
    return calendar_for(nations.pop() if len(nations) == 1 else Nation.ENGLAND_AND_WALES)
