"""What the two sides of a visit owe each other, and by when."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from assessments.audit.models import Response, Visit
from assessments.audit.queries.visits import cohorts_in
from assessments.audit.states import VisitState
from courses.delivery.queries.calendars import calendar_over


def report_due_on(visit: Visit) -> date:
    """The report is due so many weeks after the last day of reading, or on the next working day (EE-5)."""
    return _working_day(visit, visit.closes_on + timedelta(weeks=visit.accreditation.rules.report_weeks))


def response_due_on(visit: Visit) -> date:
    """The response is due so many weeks after the report was signed, or on the next working day (EE-6)."""
    signed_on = timezone.localdate(visit.concluded_at)
    return _working_day(visit, signed_on + timedelta(weeks=visit.accreditation.rules.response_weeks))


@dataclass(frozen=True)
class Clock:
    """Something that one side owes the other by a day."""

    what: str
    due_on: date
    is_late: bool


def list_clocks(visit: Visit, on: date) -> list[Clock]:
    """What is owed in a visit today: the report, then the response to it, and what a finding blocks."""
    clocks = []
    if visit.state == VisitState.OPEN:
        clocks.append(_clock("The university's report", report_due_on(visit), on))
    elif visit.concluded_at and not Response.objects.filter(visit=visit).exists():
        clocks.append(_clock("The provider's response", response_due_on(visit), on))
    blocking = visit.findings.unsettled().filter(due_on__isnull=False).order_by("due_on", "number")
    clocks += [_clock(f"Finding {finding.number}", finding.due_on, on) for finding in blocking]
    return clocks


def _clock(what: str, due_on: date, on: date) -> Clock:
    return Clock(what, due_on, due_on < on)


def _working_day(visit: Visit, day: date) -> date:
    """This day, or the next on which the people of the cohorts work."""
    return calendar_over(cohorts_in(visit)).working_days_after(day - timedelta(days=1), 1)
