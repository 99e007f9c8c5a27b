"""Asking for something, raising a question, replying, and taking a request back."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from assessments.cases import rules
from assessments.cases.actions.effects import apply
from assessments.cases.models import SideCase
from assessments.cases.states import ANSWER_WORKING_DAYS, Ground, Kind, Outcome, SideCaseState
from assessments.portfolios.actions import hold
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import lock
from courses.catalogue.models import AssessmentCriterion
from courses.delivery.models import Enrolment
from courses.delivery.moves import lock as lock_enrolment
from courses.delivery.queries.calendars import calendar_of
from cpd.accounts.away.queries import find_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.files.texts import new_text_key, seal_text
from cpd.history.actions import action, record
from cpd.notices.actions import notify


@action
def take_extension(submission: Submission, *, days: int, ground: str, by: User, now: datetime) -> SideCase:
    """More time that a learner gives herself before the deadline (EXT-1); it holds at once and nobody is asked."""
    submission = lock(submission)
    rules.check_can_take_extension(by, submission, days, now)
    case = _open(Kind.EXTENSION, submission, ground=ground, days=days, by=by, now=now)
    case.state, case.outcome, case.ended_at = SideCaseState.ANSWERED, Outcome.GRANTED, now
    case.save(update_fields=["state", "outcome", "ended_at"])
    apply(case, by=by, now=now)
    record("case.extension_taken", by=by, about=case, now=now, submission=submission.pk, days=days, ground=case.ground)
    return case


@action
def ask_extension(
    submission: Submission, *, days: int, ground: str, by: User, now: datetime, statement: str = ""
) -> SideCase:
    """More time that a coordinator has to agree to (EXT-2); words are welcome and not needed (EXT-3)."""
    submission = lock(submission)
    rules.check_can_ask_extension(by, submission, days, now)
    case = _open(Kind.EXTENSION, submission, statement=statement, ground=ground, days=days, by=by, now=now)
    _asked(case, by=by, now=now, days=days, ground=case.ground)
    return case


@action
def claim_circumstances(
    submission: Submission, *, ground: str, statement: str, by: User, now: datetime, days: int = 0
) -> SideCase:
    """Tell a panel what happened (MC-1). While it waits nothing is closed as not handed in."""
    submission = lock(submission)
    rules.check_can_claim(by, submission, statement, now)
    case = _open(Kind.CIRCUMSTANCES, submission, statement=statement, ground=ground, days=days, by=by, now=now)
    _asked(case, by=by, now=now)
    return case


@action
def ask_break(enrolment: Enrolment, *, by: User, now: datetime, ground: str = "", statement: str = "") -> SideCase:
    """Ask to interrupt her studies; no reason is needed."""
    enrolment = lock_enrolment(enrolment)
    rules.check_can_ask(by, enrolment, Kind.BREAK)
    case = _create(Kind.BREAK, enrolment, None, statement=statement, ground=ground, by=by, now=now)
    _asked(case, by=by, now=now)
    return case


@action
def ask_adjustment(enrolment: Enrolment, *, statement: str, by: User, now: datetime) -> SideCase:
    """Ask for a reasonable adjustment to how she is assessed."""
    enrolment = lock_enrolment(enrolment)
    rules.check_can_ask_adjustment(by, enrolment, statement)
    case = _create(Kind.ADJUSTMENT, enrolment, None, statement=statement, by=by, now=now)
    _asked(case, by=by, now=now)
    return case


@action
def claim_prior_learning(
    submission: Submission,
    *,
    criteria: list[AssessmentCriterion],
    learnt_on: date,
    statement: str,
    by: User,
    now: datetime,
) -> SideCase:
    """Claim that earlier learning shows some criteria (RPL-1); what it credits is not graded."""
    submission = lock(submission)
    criteria = list(submission.criteria.filter(pk__in=[criterion.pk for criterion in criteria]))
    rules.check_can_claim_prior(by, submission, criteria, learnt_on, statement, now)
    case = _open(Kind.PRIOR_LEARNING, submission, statement=statement, learnt_on=learnt_on, by=by, now=now)
    case.criteria.set(criteria)
    _asked(case, by=by, now=now, criteria=sorted(criterion.number for criterion in criteria))
    return case


@action
def raise_misconduct(submission: Submission, *, statement: str, by: User, now: datetime) -> SideCase:
    """Ask a panel whether this is the learner's own work; it is paused meanwhile, and she is told and may reply.

    The caller has found the row by which `by` works on the submission.
    """
    submission = lock(submission)
    rules.check_can_raise_misconduct(by, submission, statement, timezone.localdate(now))
    case = _open(Kind.MISCONDUCT, submission, statement=statement, by=by, now=now)
    hold(submission, by=by, now=now)
    url = reverse("cases:show_request", args=[case.pk])
    notify(case.enrolment.learner, "case.raised", now=now, about=case, url=url)
    _asked(case, by=by, now=now)
    return case


@action
def reply(case: SideCase, *, text: str, by: User, now: datetime) -> SideCase:
    """The learner's own words to the panel; the latest reply stands."""
    case = lock_case(case)
    rules.check_can_reply(by, case, text)
    case.sealed_reply = seal_text(case.text_key, text.strip())
    case.save(update_fields=["sealed_reply"])
    for seat in case.seats.select_related("person"):
        url = reverse("cases:sit_case", args=[case.pk])
        notify(seat.person, "case.replied", now=now, about=case, url=url)
    record("case.replied", by=by, about=case, now=now, sealed={"reply": text.strip()})
    return case


@action
def take_back_request(case: SideCase, *, by: User, now: datetime) -> SideCase:
    """It is not needed any more; nothing changes."""
    case = lock_case(case)
    rules.check_can_take_back(by, case)
    case.state, case.ended_at = SideCaseState.TAKEN_BACK, now
    case.save(update_fields=["state", "ended_at"])
    record("case.taken_back", by=by, about=case, now=now, kind=case.kind)
    return case


def lock_case(case: SideCase) -> SideCase:
    """The case as it is now, locked; the submission before it, as in every move."""
    if case.submission_id:
        lock(case.submission)
    return (
        SideCase.objects.select_for_update(of=["self"])
        .select_related("enrolment__learner", "enrolment__cohort", "submission__portfolio__enrolment__cohort")
        .get(pk=case.pk)
    )


def _open(kind: Kind, submission: Submission, **fields) -> SideCase:
    return _create(kind, submission.portfolio.enrolment, submission, **fields)


def _create(
    kind: Kind,
    enrolment: Enrolment,
    submission: Submission | None,
    *,
    by: User,
    now: datetime,
    statement: str = "",
    ground: str = "",
    **fields,
) -> SideCase:
    key = new_text_key()
    answer_by = calendar_of(enrolment.cohort).working_days_after(timezone.localdate(now), ANSWER_WORKING_DAYS[kind])
    return SideCase.objects.create(
        kind=kind,
        enrolment=enrolment,
        submission=submission,
        ground=Ground(ground) if ground else "",
        text_key=key,
        sealed_statement=seal_text(key, statement.strip()) if statement.strip() else b"",
        raised_by=by,
        raised_at=now,
        answer_by=answer_by,
        rules_version=enrolment.rules.version,
        **fields,
    )


def _asked(case: SideCase, *, by: User, now: datetime, **detail) -> None:
    """Tell the coordinators that something waits, and leave the entry. A misconduct case says no ground and no words."""
    url = reverse("cases:show_case", args=[case.pk])
    people = list(User.objects.holding(Role.COORDINATOR, on=timezone.localdate(now)))
    learner_id = case.enrolment.learner_id
    away = {person for _, person in find_kept_away(people, [learner_id])} | {learner_id}
    for person in people:
        if person.pk not in away:
            notify(person, "case.asked", now=now, about=case, url=url)
    record("case.asked", by=by, about=case, now=now, kind=case.kind, answer_by=case.answer_by, **detail)
