"""What an outcome does, in the transaction in which it is given."""

from datetime import datetime, timedelta

from django.utils import timezone

from assessments.cases.models import SideCase
from assessments.cases.states import Kind, Outcome
from assessments.portfolios.actions import (
    credit_criteria,
    defer,
    end_hold,
    forgive_lateness,
    move_deadline,
    open_next_attempt,
    void,
)
from assessments.portfolios.models import Submission
from assessments.portfolios.states import OPEN_FOR_WORK, DeadlineReason, VoidReason
from courses.delivery.actions import interrupt, withdraw
from courses.delivery.calendar import five_pm, shifted
from courses.delivery.queries.calendars import calendar_of
from cpd.accounts.models import User


def apply(case: SideCase, *, by: User, now: datetime) -> None:
    """Do what the outcome says; most outcomes that are no say nothing."""
    effect = _EFFECTS.get((Kind(case.kind), Outcome(case.outcome)))
    if effect:
        effect(case, by=by, now=now)
    if case.submission_id:
        case.submission.refresh_from_db()


def _extend(case: SideCase, *, by: User, now: datetime) -> None:
    _move(case, DeadlineReason.EXTENSION, by, now)


def _give_time(case: SideCase, *, by: User, now: datetime) -> None:
    _move(case, DeadlineReason.CIRCUMSTANCES, by, now)


def _move(case: SideCase, reason: DeadlineReason, by: User, now: datetime) -> None:
    due_at = shifted(case.submission.due_at, timedelta(days=case.days))
    move_deadline(case.submission, due_at=due_at, reason=reason, by=by, now=now)


def _forgive(case: SideCase, *, by: User, now: datetime) -> None:
    forgive_lateness(case.submission, by=by, now=now)


def _defer(case: SideCase, *, by: User, now: datetime) -> None:
    defer(case.submission, due_at=shifted(case.submission.due_at, timedelta(days=case.days)), by=by, now=now)


def _interrupt(case: SideCase, *, by: User, now: datetime) -> None:
    interrupt(case.enrolment, reason="Asked for by the learner", by=by, now=now)


def _adjust(case: SideCase, *, by: User, now: datetime) -> None:
    """Extra days go onto what is open now; later attempts get them when they open (queries.extra_days)."""
    if not case.days:
        return
    for submission in Submission.objects.filter(portfolio__enrolment=case.enrolment_id, state__in=OPEN_FOR_WORK):
        due_at = shifted(submission.due_at, timedelta(days=case.days))
        move_deadline(submission, due_at=due_at, reason=DeadlineReason.ADJUSTMENT, by=by, now=now)


def _credit(case: SideCase, *, by: User, now: datetime) -> None:
    credit_criteria(case.submission, criteria=list(case.criteria.all()), by=by, now=now)


def _go_on(case: SideCase, *, by: User, now: datetime) -> None:
    end_hold(case.submission, by=by, now=now)


def _try_again(case: SideCase, *, by: User, now: datetime) -> None:
    """MIS-1: the attempt is void; a new one, capped, has the same criteria."""
    submission, enrolment = case.submission, case.enrolment
    void(submission, reason=VoidReason.MISCONDUCT, by=by, now=now)
    days = enrolment.rules.referral_working_days
    due_at = five_pm(calendar_of(enrolment.cohort).working_days_after(timezone.localdate(now), days))
    open_next_attempt(submission, criteria=submission.criteria.all(), due_at=due_at, by=by, now=now)


def _end(case: SideCase, *, by: User, now: datetime) -> None:
    """MIS-1: the panel ends the enrolment; what is not decided is void with it."""
    void(case.submission, reason=VoidReason.MISCONDUCT, by=by, now=now)
    withdraw(case.enrolment, reason="Ended by a panel", by=by, now=now)


_EFFECTS = {
    (Kind.EXTENSION, Outcome.GRANTED): _extend,
    (Kind.CIRCUMSTANCES, Outcome.MORE_TIME): _give_time,
    (Kind.CIRCUMSTANCES, Outcome.PENALTY_REMOVED): _forgive,
    (Kind.CIRCUMSTANCES, Outcome.DEFERRED): _defer,
    (Kind.BREAK, Outcome.GRANTED): _interrupt,
    (Kind.ADJUSTMENT, Outcome.GRANTED): _adjust,
    (Kind.PRIOR_LEARNING, Outcome.GRANTED): _credit,
    (Kind.MISCONDUCT, Outcome.NO_CASE): _go_on,
    (Kind.MISCONDUCT, Outcome.NEW_ATTEMPT): _try_again,
    (Kind.MISCONDUCT, Outcome.ENDED): _end,
}
