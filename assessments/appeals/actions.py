"""Appealing, seating a panel, and answering; an appeal that is upheld reopens the result in the same transaction."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.appeals import rules
from assessments.appeals.models import Appeal, AppealSeat
from assessments.appeals.states import ANSWER_WORKING_DAYS, UPHELD, Answer, AppealGround, AppealState
from assessments.marking.actions import set_aside
from assessments.portfolios.actions import reopen_result
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import lock
from assessments.portfolios.states import SubmissionState
from courses.delivery.queries.calendars import calendar_of
from cpd.accounts.away.queries import find_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.files.texts import new_text_key, seal_text
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify


@action
def make_appeal(submission: Submission, *, ground: str, statement: str, by: User, now: datetime) -> Appeal:
    """Say that a result came about wrongly (APL-1). The result stands until a panel has answered."""
    submission = lock(submission)
    rules.check_can_appeal(by, submission, statement, now)
    enrolment = submission.portfolio.enrolment
    key = new_text_key()
    appeal = Appeal.objects.create(
        submission=submission,
        decision=rules.standing_decision(submission),
        ground=AppealGround(ground),
        text_key=key,
        sealed_statement=seal_text(key, statement.strip()),
        made_at=now,
        answer_by=calendar_of(enrolment.cohort).working_days_after(timezone.localdate(now), ANSWER_WORKING_DAYS),
        rules_version=enrolment.rules.version,
    )
    people = list(User.objects.holding(Role.COORDINATOR, on=timezone.localdate(now)))
    away = {person for _, person in find_kept_away(people, [enrolment.learner_id])} | {enrolment.learner_id}
    for person in people:
        if person.pk not in away:
            notify(person, "appeal.made", now=now, about=appeal, url=reverse("appeals:seat_appeal", args=[appeal.pk]))
    record("appeal.made", by=by, about=appeal, now=now, submission=submission.pk, ground=str(appeal.ground))
    return appeal


@action
def withdraw_appeal(appeal: Appeal, *, by: User, now: datetime) -> Appeal:
    """The result stands; nothing changes."""
    appeal = _lock(appeal)
    rules.check_can_withdraw(by, appeal)
    appeal.state, appeal.ended_at = AppealState.WITHDRAWN, now
    appeal.save(update_fields=["state", "ended_at"])
    record("appeal.withdrawn", by=by, about=appeal, now=now)
    return appeal


@action
def seat_panel(appeal: Appeal, *, chair: User, members: list[User], by: User, now: datetime) -> Appeal:
    """Give it to people who had no part in the result, one of them independent of the module (APL-2)."""
    appeal = _lock(appeal)
    people = list({person.pk: person for person in [chair, *members]}.values())
    rules.check_can_seat(by, appeal, people, timezone.localdate(now))
    AppealSeat.objects.bulk_create(
        AppealSeat(
            appeal=appeal,
            person=person,
            is_chair=person.pk == chair.pk,
            is_independent=rules.is_independent(person, appeal),
        )
        for person in people
    )
    appeal.state = AppealState.SEATED
    appeal.save(update_fields=["state"])
    for person in people:
        notify(person, "case.seated", now=now, about=appeal, url=reverse("appeals:sit_appeal", args=[appeal.pk]))
    record("appeal.seated", by=by, about=appeal, now=now, chair=chair.pk, members=[person.pk for person in people])
    return appeal


@action
def give_opinion(appeal: Appeal, *, opinion: str, by: User, now: datetime) -> AppealSeat:
    """A member says what is right; until the answer is written it may be changed."""
    appeal = _lock(appeal)
    seat = rules.check_can_speak(by, appeal)
    if seat.opinion == opinion:
        unchanged()
        return seat
    seat.opinion, seat.given_at = Answer(opinion), now
    seat.save(update_fields=["opinion", "given_at"])
    record("appeal.opinion_given", by=by, about=appeal, now=now, opinion=str(seat.opinion))
    return seat


@action
def answer_appeal(
    appeal: Appeal,
    *,
    answer: str,
    reason: str,
    by: User,
    now: datetime,
    others_affected: int | None = None,
    keeps_cap: bool = False,
) -> Appeal:
    """The chair answers with what most of the panel say. Upheld: the result is reopened, and stands until a new decision.

    No panel decides a result or changes a mark; that is for an assessor and a board, in rows of their own.
    """
    appeal = _lock(appeal)
    seat = rules.check_can_answer(by, appeal, answer, reason, others_affected)
    seat.opinion, seat.given_at = Answer(answer), now
    seat.save(update_fields=["opinion", "given_at"])
    appeal.answer, appeal.state = Answer(answer), AppealState.ANSWERED
    appeal.answered_by, appeal.ended_at = by, now
    appeal.sealed_reason = seal_text(appeal.text_key, reason.strip())
    appeal.others_affected, appeal.keeps_cap = others_affected, keeps_cap
    appeal.save(
        update_fields=["answer", "state", "answered_by", "ended_at", "sealed_reason", "others_affected", "keeps_cap"]
    )
    if answer in UPHELD:
        _reopen(appeal, by=by, now=now)
    learner = appeal.submission.portfolio.enrolment.learner
    notify(learner, "appeal.answered", now=now, about=appeal, url=reverse("appeals:show_appeal", args=[appeal.pk]))
    record(
        "appeal.answered",
        by=by,
        about=appeal,
        now=now,
        answer=str(appeal.answer),
        others=others_affected,
        keeps_cap=keeps_cap,
    )
    return appeal


def _reopen(appeal: Appeal, *, by: User, now: datetime) -> None:
    to = SubmissionState.CONFIRMED
    if appeal.answer == Answer.MARK_AGAIN:
        to = SubmissionState.ACCEPTED
        set_aside(appeal.submission, by=by, now=now)
    reopen_result(appeal.submission, to=to, keeps_cap=appeal.keeps_cap, by=by, now=now)


def _lock(appeal: Appeal) -> Appeal:
    """The submission before the appeal, as in every move."""
    lock(appeal.submission)
    return (
        Appeal.objects.select_for_update(of=["self"])
        .select_related("submission__portfolio__enrolment__learner", "submission__portfolio__enrolment__cohort")
        .get(pk=appeal.pk)
    )
