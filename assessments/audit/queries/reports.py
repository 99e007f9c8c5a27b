"""What a report is filled with, and the response that the answers make."""

from datetime import datetime

from django.db.models import Sum

from assessments.audit.models import Visit
from assessments.audit.outcomes.counting import count
from assessments.audit.outcomes.facts import list_lines
from assessments.audit.queries.visits import candidates_in, cohorts_in
from assessments.audit.states import Answer, FindingState
from assessments.certificates.models import Award
from assessments.evaluations.models import Opening
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
        ("Evaluations that learners sent", _evaluations(visit)),
        ("Pages read in this visit", read.count()),
        (
            "Candidates whose story was read",
            read.filter(subject="courses.enrolment").values("subject_id").distinct().count(),
        ),
        ("Exhibits reviewed, of 18", visit.reviews.count()),
        ("Candidates in the auditor's own sample", visit.items.count()),
        ("Findings of earlier visits that are not closed", _unsettled(earlier)),
    ]


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


def _evaluations(visit: Visit) -> int:
    """Of cohorts in which they were opened, and so five at least."""
    opened = Opening.objects.filter(cohort__in=cohorts_in(visit)).aggregate(number=Sum("number"))
    return opened["number"] or 0


def _unsettled(visits) -> int:
    open_states = [FindingState.RAISED, FindingState.ANSWERED]
    return Visit.objects.filter(pk__in=visits, findings__state__in=open_states).values("findings").count()
