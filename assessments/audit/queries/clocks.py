"""What the two sides of a visit owe each other, and by when."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from assessments.audit.models import Finding, Response, Visit
from assessments.audit.queries.visits import cohorts_in
from assessments.audit.states import FindingState, VisitState
from courses.delivery.calendar import DAY, Calendar, months_after
from courses.delivery.models import ClosureDay, Cohort
from courses.delivery.queries.calendars import calendar_over
from courses.delivery.states import Nation
from cpd.accounts.templatetags.words import day


def report_due_on(visit: Visit) -> date:
    """The report is due so many weeks after the last day of reading, or on the next working day (EE-5)."""
    return _working_day(_calendar(visit), visit.closes_on + timedelta(weeks=visit.accreditation.rules.report_weeks))


def report_counts_until(visit: Visit) -> date:
    """A report that is signed later than this day does not count for its year (EE-5)."""
    return months_after(report_due_on(visit), visit.accreditation.rules.report_months)


def response_due_on(visit: Visit) -> date:
    """The response is due so many weeks after the report was signed, or on the next working day (EE-6)."""
    return _weeks_after(visit, visit.concluded_at, _calendar(visit))


@dataclass(frozen=True)
class Clock:
    """Something that one side owes the other by a day."""

    what: str
    due_on: date
    is_late: bool
    note: str = ""


def list_clocks(visit: Visit, on: date) -> list[Clock]:
    """What is owed in a visit today: the report, then the response to it, and what a finding blocks."""
    clocks = []
    if visit.state == VisitState.OPEN:
        clocks.append(_clock_of_report(visit, on))
    elif visit.concluded_at and not Response.objects.filter(visit=visit).exists():
        clocks.append(_clock("The provider's response", response_due_on(visit), on))
    dated = visit.findings.unsettled().filter(due_on__isnull=False).order_by("due_on", "number")
    clocks += [_clock(f"Finding {finding.number}", finding.due_on, on) for finding in dated]
    clocks += [_clock(owed.what, owed.due_on, on) for owed in list_owed(visit.findings.all())]
    return clocks


def list_late(visits: Collection[Visit], on: date) -> set[UUID]:
    """Which of these visits have something that is owed and past its day, in a constant number of queries."""
    prefetch_related_objects(list(visits), "accreditation__rule_sets", "modules", "cohorts")
    keys, closed = [visit.pk for visit in visits], frozenset(ClosureDay.objects.values_list("day", flat=True))
    calendars = {pk: Calendar(nation, closed) for pk, nation in _nations(visits).items()}
    late = set(Finding.objects.unsettled().filter(visit__in=keys, due_on__lt=on).values_list("visit", flat=True))
    owed = list_owed(Finding.objects.filter(visit__in=keys), lambda visit: calendars[visit.pk])
    late |= {one.finding.visit_id for one in owed if one.due_on < on}
    answered = set(Response.objects.filter(visit__in=keys).values_list("visit", flat=True))
    for visit in visits:
        rules = visit.accreditation.rules
        if visit.state == VisitState.OPEN:
            due_on = visit.closes_on + timedelta(weeks=rules.report_weeks)
        elif visit.concluded_at and visit.pk not in answered:
            due_on = timezone.localdate(visit.concluded_at) + timedelta(weeks=rules.response_weeks)
        else:
            continue
        if _working_day(calendars[visit.pk], due_on) < on:
            late.add(visit.pk)
    return late


def _nations(visits: Collection[Visit]) -> dict[UUID, str]:
    """Whose bank holidays count for each visit: those of its cohorts when all are in one nation, else the usual ones."""
    references = {visit.accreditation.reference for visit in visits}
    rows = list(
        Cohort.objects.filter(accreditation__reference__in=references).values_list(
            "pk", "accreditation__reference", "accreditation__university", "version__module", "starts_on", "nation"
        )
    )
    found = {}
    for visit in visits:
        agreement = visit.accreditation
        modules = {module.pk for module in visit.modules.all()}
        chosen = {cohort.pk for cohort in visit.cohorts.all()}
        nations = {
            nation
            for cohort, reference, university, module, starts_on, nation in rows
            if (reference, university) == (agreement.reference, agreement.university_id)
            and (not modules or module in modules)
            and (not chosen or cohort in chosen)
            and (not visit.began_from or starts_on >= visit.began_from)
            and (not visit.began_until or starts_on <= visit.began_until)
        }
        found[visit.pk] = nations.pop() if len(nations) == 1 else Nation.ENGLAND_AND_WALES
    return found


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


def list_owed(findings: QuerySet[Finding], calendar_of: Callable[[Visit], Calendar] | None = None) -> Iterator[Owed]:
    """What is owed about each finding without a day of its own, which nothing else would ever ask for again.

    An answer takes as long as the response to a report (EE-6), from the day on which it was asked for; so does the
    university's word on an answer that promises no day. While the response itself is owed, its clock speaks for all.
    """
    calendar_of = calendar_of or _calendar
    asked_anyway = Q(visit__concluded_at__isnull=False, visit__response__isnull=True, state=FindingState.RAISED)
    undated = findings.unsettled().filter(due_on__isnull=True).exclude(asked_anyway)
    rows = undated.select_related("visit__accreditation", "visit__auditor").prefetch_related(
        "messages", "visit__accreditation__rule_sets"
    )
    for finding in rows.order_by("visit__opened_at", "number"):
        messages = sorted(finding.messages.all(), key=lambda message: message.written_at)
        asked_at = messages[-1].written_at if messages else finding.raised_at
        if finding.state == FindingState.RAISED:
            yield Owed(finding, Turn.ANSWER, _weeks_after(finding.visit, asked_at, calendar_of(finding.visit)))
        elif messages[-1].done_by:
            yield Owed(finding, Turn.PROMISE, messages[-1].done_by)
        else:
            yield Owed(finding, Turn.SETTLE, _weeks_after(finding.visit, asked_at, calendar_of(finding.visit)))


def _clock_of_report(visit: Visit, on: date) -> Clock:
    until = report_counts_until(visit)
    says = f"It counts for its year until {day(until)}." if on <= until else f"Since {day(until)} it no longer counts."
    clock = _clock("The university's report", report_due_on(visit), on)
    return replace(clock, note=says if clock.is_late else "")


def _clock(what: str, due_on: date, on: date) -> Clock:
    return Clock(what, due_on, due_on < on)


def _weeks_after(visit: Visit, moment: datetime, calendar: Calendar) -> date:
    weeks = timedelta(weeks=visit.accreditation.rules.response_weeks)
    return _working_day(calendar, timezone.localdate(moment) + weeks)


def _calendar(visit: Visit) -> Calendar:
    return calendar_over(cohorts_in(visit))


def _working_day(calendar: Calendar, day: date) -> date:
    """This day, or the next on which the people of the cohorts work."""
    return calendar.working_days_after(day - DAY, 1)
