"""Answering: by a coordinator, or by a panel that she seats and whose chair writes the answer."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.cases import rules
from assessments.cases.actions.asking import lock_case
from assessments.cases.actions.effects import apply
from assessments.cases.models import Seat, SideCase
from assessments.cases.states import WITH_DAYS, Kind, Outcome, SideCaseState
from cpd.accounts.models import User
from cpd.files.texts import seal_text
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify


@action
def answer(case: SideCase, *, outcome: str, reason: str, by: User, now: datetime, days: int = 0) -> SideCase:
    """A coordinator answers what needs no panel; what is agreed takes effect in the same transaction."""
    case = lock_case(case)
    today = timezone.localdate(now)
    rules.check_can_answer(by, case, today)
    rules.check_opinion_fits(case, outcome, days)
    rules.check_reason(reason)
    if outcome == Outcome.GRANTED and case.kind == Kind.EXTENSION:
        case.days = days or case.days
        rules.check_days_left(case.submission, case.days)
    if outcome == Outcome.GRANTED and case.kind == Kind.PRIOR_LEARNING:
        rules.check_prior(
            case.submission, list(case.criteria.all()), case.learnt_on, timezone.localdate(case.raised_at)
        )
    _end(case, outcome, reason, by=by, now=now)
    record("case.answered", by=by, about=case, now=now, kind=case.kind, outcome=str(case.outcome), days=case.days)
    return case


@action
def seat_panel(case: SideCase, *, chair: User, members: list[User], by: User, now: datetime) -> SideCase:
    """Give the case to people who neither judge nor teach this learner; the first of them is the chair."""
    case = lock_case(case)
    people = list({person.pk: person for person in [chair, *members]}.values())
    rules.check_can_seat(by, case, people, timezone.localdate(now))
    Seat.objects.bulk_create(Seat(case=case, person=person, is_chair=person.pk == chair.pk) for person in people)
    case.state = SideCaseState.SEATED
    case.save(update_fields=["state"])
    url = reverse("cases:sit_case", args=[case.pk])
    for person in people:
        notify(person, "case.seated", now=now, about=case, url=url)
    record("case.seated", by=by, about=case, now=now, chair=chair.pk, members=[person.pk for person in people])
    return case


@action
def give_opinion(case: SideCase, *, opinion: str, by: User, now: datetime, days: int = 0) -> Seat:
    """A member says which outcome is right; until the answer is written it may be changed."""
    case = lock_case(case)
    seat = rules.check_has_seat(by, case)
    rules.check_is_seated(case)
    rules.check_opinion_fits(case, opinion, days or 1)
    if seat.opinion == opinion:
        unchanged()
        return seat
    seat.opinion, seat.given_at = Outcome(opinion), now
    seat.save(update_fields=["opinion", "given_at"])
    record("case.opinion_given", by=by, about=case, now=now, opinion=str(seat.opinion))
    return seat


@action
def conclude(
    case: SideCase,
    *,
    outcome: str,
    reason: str,
    by: User,
    now: datetime,
    days: int = 0,
    instruction: str = "",
) -> SideCase:
    """The chair writes the answer, for what most of the panel say; it takes effect in the same transaction.

    No outcome of a panel touches a mark (MC-1).
    """
    case = lock_case(case)
    rules.check_is_seated(case)
    rules.check_can_conclude(by, case, outcome, days, reason)
    rules.check_instruction(case, outcome, instruction, days)
    seat = case.seats.get(person=by)
    if not seat.opinion or seat.opinion != outcome:
        seat.opinion, seat.given_at = Outcome(outcome), now
        seat.save(update_fields=["opinion", "given_at"])
    if outcome in WITH_DAYS or case.kind == Kind.ADJUSTMENT:
        case.days = days
    if outcome == Outcome.GRANTED:
        case.instruction = instruction.strip()
    _end(case, outcome, reason, by=by, now=now)
    record(
        "case.concluded",
        by=by,
        about=case,
        now=now,
        kind=case.kind,
        outcome=str(case.outcome),
        days=case.days,
        panel=case.seats.count(),
    )
    return case


def _end(case: SideCase, outcome: str, reason: str, *, by: User, now: datetime) -> None:
    case.outcome = Outcome(outcome)
    case.state, case.answered_by, case.ended_at = SideCaseState.ANSWERED, by, now
    case.sealed_reason = seal_text(case.text_key, reason.strip())
    case.save(
        update_fields=["outcome", "state", "answered_by", "ended_at", "sealed_reason", "days", "instruction"],
    )
    apply(case, by=by, now=now)
    url = reverse("cases:show_request", args=[case.pk])
    notify(case.enrolment.learner, "case.answered", now=now, about=case, url=url)
    if case.raised_by_id != case.enrolment.learner_id:
        # What it answered is for the learner; whoever marks or moderates finds the portfolio in their list again, or not.
        notify(case.raised_by, "case.settled", now=now, about=case)
