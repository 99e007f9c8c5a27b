"""The working days of a cohort: its nation's, without the provider's closures."""

from courses.delivery.calendar import Calendar
from courses.delivery.models import ClosureDay, Cohort
from courses.delivery.states import Nation


def calendar_of(cohort: Cohort) -> Calendar:
    return calendar_for(cohort.nation)


def calendar_for(nation: str = Nation.ENGLAND_AND_WALES) -> Calendar:
    return Calendar(nation, frozenset(ClosureDay.objects.values_list("day", flat=True)))
