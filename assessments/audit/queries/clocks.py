"""What the two sides of a visit owe each other, and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.db.models import Q, QuerySet
from django.utils import timezone

from assessments.audit.models import Finding, Response, Visit
from assessments.audit.queries.visits import cohorts_in
from assessments.audit.states import FindingState, VisitState
from courses.delivery.queries.calendars import calendar_over


def report_due_on(visit: Visit) -> date:
    """The report is due so many weeks after the last day of reading, or on the next working day (EE-5)."""
    return _working_day(visit, visit.closes_on + timedelta(weeks=visit.accreditation.rules.report_weeks))


def response_due_on(visit: Visit) -> date:
    """The response is due so many weeks after the report was signed, or on the next working day (EE-6)."""
    return _weeks_after(visit, visit.concluded_at)


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
    dated = visit.findings.unsettled().filter(due_on__isnull=False).order_by("due_on", "number")
    clocks += [_clock(f"Finding {finding.number}", finding.due_on, on) for finding in dated]
    clocks += [_clock(owed.what, owed.due_on, on) for owed in list_owed(visit.findings.all())]
    return clocks


class Turn(Enum):
    """Whose move it is about a finding that was given no day, and which."""

    ANSWER = "Answer to finding {number}"
    PROMISE = "Finding {number}, as the provider promised"
    SETTLE = "Finding {number}, for the university to close or to ask again"


@dataclass(frozen=True)
class Owed:
    finding: Finding
    turn: Turn
    due_on: date

    @property
    def what(self) -> str:
        return self.turn.value.format(number=self.finding.number)


def list_owed(findings: QuerySet[Finding]) -> Iterator[Owed]:
    """What is owed about each finding without a day of its own, which nothing else would ever ask for again.

    An answer takes as long as the response to a report (EE-6), from the day on which it was asked for; so does the
    university's word on an answer that promises no day. While the response itself is owed, its clock speaks for all.
    """
    asked_anyway = Q(visit__concluded_at__isnull=False, visit__response__isnull=True, state=FindingState.RAISED)
    undated = findings.unsettled().filter(due_on__isnull=True).exclude(asked_anyway)
    rows = undated.select_related("visit__accreditation", "visit__auditor").prefetch_related("messages")
    for finding in rows.order_by("visit__opened_at", "number"):
        messages = sorted(finding.messages.all(), key=lambda message: message.written_at)
        asked_at = messages[-1].written_at if messages else finding.raised_at
        if finding.state == FindingState.RAISED:
            yield Owed(finding, Turn.ANSWER, _weeks_after(finding.visit, asked_at))
        elif messages[-1].done_by:
            yield Owed(finding, Turn.PROMISE, messages[-1].done_by)
        else:
            yield Owed(finding, Turn.SETTLE, _weeks_after(finding.visit, asked_at))


def _clock(what: str, due_on: date, on: date) -> Clock:
    return Clock(what, due_on, due_on < on)


def _weeks_after(visit: Visit, moment: datetime) -> date:
    return _working_day(visit, timezone.localdate(moment) + timedelta(weeks=visit.accreditation.rules.response_weeks))


def _working_day(visit: Visit, day: date) -> date:
    """This day, or the next on which the people of the cohorts work."""
    return calendar_over(cohorts_in(visit)).working_days_after(day - timedelta(days=1), 1)
