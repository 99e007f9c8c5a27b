"""What a report is filled with, by when it is due, and the response that the answers make."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from assessments.audit.models import Response, Visit
from assessments.audit.outcomes.counting import count
from assessments.audit.outcomes.facts import list_lines
from assessments.audit.queries.visits import candidates_in, cohorts_in
from assessments.audit.states import Answer, FindingState, VisitState
from assessments.certificates.models import Award
from courses.delivery.queries.calendars import calendar_over
from cpd.accounts.templatetags.words import day
from cpd.history.models import Entry

PARTS = ("standards", "comparable", "rigour", "evidence_seen", "earlier", "good_practice", "restricted")


def count_facts(visit: Visit, now: datetime) -> list[tuple[str, int | str]]:
    """What the service knows about the scope of a visit, as (words, number); small numbers hidden as in its rooms."""
    enrolments = candidates_in(visit)
    figures = list_lines(count(cohorts_in(visit), call=lambda people: dict.fromkeys(people, ""), now=now))
    read = Entry.objects.filter(name="visit.read", detail__visit=str(visit.pk))
    earlier = Visit.objects.filter(
        accreditation__reference=visit.accreditation.reference, opened_at__lt=visit.opened_at
    ).values("pk")
    return [
        ("Cohorts in scope", cohorts_in(visit).count()),
        ("Candidates", enrolments.count()),
        *figures,
        ("Awards", Award.objects.filter(enrolment__in=enrolments).count()),
        ("Pages read in this visit", read.count()),
        (
            "Candidates whose story was read",
            read.filter(subject="courses.enrolment").values("subject_id").distinct().count(),
        ),
        ("Exhibits reviewed, of 18", visit.reviews.count()),
        ("Candidates in the auditor's own sample", visit.items.count()),
        ("Findings of earlier visits that are not closed", _unsettled(earlier)),
    ]


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


def write_response(visit: Visit) -> str:
    """The response in words: each point with its action or its reason, in the order of the findings."""
    lines = [f"Response to the visit under {visit.accreditation.reference}", ""]
    for finding in visit.findings.raised().prefetch_related("messages__written_by").order_by("number"):
        lines += [f"{finding.number}. {finding.get_kind_display()}: {finding.title}"]
        answers = [message for message in finding.messages.order_by("written_at") if message.is_provider]
        if not answers:
            lines += ["We thank the university for this commendation.", ""]
            continue
        last = answers[-1]
        lines += ["Action:" if last.answer == Answer.ACTION else "Reason for no action:", last.text]
        if last.done_by:
            lines += [f"By {day(last.done_by)}."]
        if last.evidence:
            lines += [f"Shown by: {last.evidence}"]
        lines += [f"State: {finding.get_state_display().lower()}.", ""]
    return "\n".join(lines).rstrip() + "\n"


def _unsettled(visits) -> int:
    open_states = [FindingState.RAISED, FindingState.ANSWERED]
    return Visit.objects.filter(pk__in=visits, findings__state__in=open_states).values("findings").count()
