"""What pages of side cases show, and what other features may know of them: codes, instructions, days."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import F, QuerySet

from assessments.cases.models import SideCase
from assessments.cases.rules import PANEL_ROLES, check_can_sit, claim_closes_at
from assessments.cases.states import SHOWN_TO_BOARD, STAYS_THE_CLOCK, Kind, Outcome
from assessments.portfolios.deadlines import is_closed
from assessments.portfolios.models import Submission
from assessments.portfolios.states import OPEN_FOR_WORK, SubmissionState
from courses.delivery.models import Enrolment, Pause
from courses.delivery.states import STUDYING
from cpd.accounts.models import User
from cpd.rules import refusal

S = SubmissionState
OFF_THE_ROAD = (S.HELD, S.NOT_SUBMITTED, S.DEFERRED, S.VOID, S.REOPENED)


def list_own(learner: User) -> QuerySet[SideCase]:
    """What a learner asked for, and what was raised about her work; the newest first."""
    return SideCase.objects.of(learner).select_related("enrolment__version", "submission").order_by("-raised_at")


def list_cases(person: User, *, only_open: bool) -> QuerySet[SideCase]:
    """For coordinators: the day by which an answer is due, and nothing of what was written."""
    cases = (
        SideCase.objects.seen_by(person)
        .select_related("enrolment__learner", "enrolment__cohort")
        .defer("sealed_statement", "sealed_reply", "sealed_reason")
    )
    if only_open:
        return cases.open().order_by("answer_by", "pk")
    return cases.exclude(ended_at__isnull=True).order_by("-ended_at", "pk")


def list_seated(person: User) -> QuerySet[SideCase]:
    """The cases in whose panel somebody sits, those without an answer first."""
    return (
        SideCase.objects.seating(person)
        .seen_by(person)
        .exclude(enrolment__learner=person)
        .select_related("enrolment__cohort")
        .defer("sealed_statement", "sealed_reply", "sealed_reason")
        .order_by(F("ended_at").desc(nulls_first=True), "answer_by", "pk")
    )


def people_to_sit(case: SideCase, today: date) -> list[User]:
    """Whom a panel may be made of, by name."""
    people = {}
    for role in PANEL_ROLES:
        people |= {person.pk: person for person in User.objects.holding(role, on=today)}
    fit = [person for person in people.values() if not refusal(check_can_sit, person, case, today)]
    return sorted(fit, key=str)


def open_submission(enrolment: Enrolment) -> Submission | None:
    """The submission that a request is about: the newest of the enrolment."""
    submissions = Submission.objects.filter(portfolio__enrolment=enrolment)
    newest = submissions.select_related("portfolio__enrolment__cohort", "portfolio__enrolment__accreditation")
    return newest.order_by("attempt", "draft_number").last()


def list_overdue(now: datetime) -> list[Submission]:
    """Attempts that can be handed in no more: the last moment has passed, no clock stands, and no request waits."""
    waiting = SideCase.objects.open().filter(kind__in=STAYS_THE_CLOCK).values("enrolment")
    stopped = Pause.objects.filter(ended_at__isnull=True).values("enrolment")
    candidates = (
        Submission.objects.filter(state__in=OPEN_FOR_WORK, portfolio__enrolment__state__in=STUDYING, due_at__lt=now)
        .exclude(portfolio__enrolment__in=waiting)
        .exclude(portfolio__enrolment__in=stopped)
        .select_related("portfolio__enrolment__cohort", "portfolio__enrolment__accreditation")
        .prefetch_related("portfolio__enrolment__accreditation__rule_sets")
        .order_by("pk")
    )
    return [one for one in candidates if is_closed(one, now) and (_is_returned(one) or now > claim_closes_at(one))]


def list_off_the_road(person: User) -> QuerySet[Submission]:
    """Submissions that are paused, were not handed in, deferred, void, or are looked at again; the newest first."""
    return (
        Submission.objects.at(*OFF_THE_ROAD)
        .seen_by(person)
        .select_related("portfolio__enrolment__learner", "portfolio__enrolment__cohort")
        .prefetch_related("next_attempts", "portfolio__enrolment__accreditation__rule_sets")
        .defer("manifest")
        .order_by("-due_at", "pk")
    )


def codes_for(submissions: Iterable[Submission]) -> dict:
    """By submission: the outcomes of its panels, as codes. It is all that a board sees of them."""
    cases = SideCase.objects.filter(submission__in=[one.pk for one in submissions], kind__in=SHOWN_TO_BOARD)
    codes = defaultdict(list)
    for case in cases.order_by("raised_at").only("submission_id", "kind", "outcome", "state"):
        if case.outcome:
            codes[case.submission_id].append(f"{_SHORT[case.kind]}: {Outcome(case.outcome).label.lower()}")
        elif case.is_open:
            codes[case.submission_id].append(f"{_SHORT[case.kind]}: not answered yet")
    return dict(codes)


def list_instructions(enrolment: Enrolment) -> list[str]:
    """All that a marker sees of an adjustment: what to apply."""
    adjusted = _adjustments(enrolment).exclude(instruction="").order_by("ended_at")
    return list(adjusted.values_list("instruction", flat=True))


def extra_days(enrolment: Enrolment) -> timedelta:
    """By how much every deadline of this enrolment is later, as an adjustment."""
    return timedelta(days=sum(_adjustments(enrolment).values_list("days", flat=True)))


def _adjustments(enrolment: Enrolment) -> QuerySet[SideCase]:
    return SideCase.objects.filter(enrolment=enrolment, kind=Kind.ADJUSTMENT, outcome=Outcome.GRANTED)


def _is_returned(submission: Submission) -> bool:
    return submission.state == SubmissionState.RETURNED


_SHORT = {Kind.CIRCUMSTANCES: "Circumstances", Kind.MISCONDUCT: "Own work"}
