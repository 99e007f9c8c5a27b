"""Reminds a learner of a deadline while there is something to hand in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from assessments.portfolios.deadlines import first_due_at
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.calendar import shifted
from courses.delivery.models import Enrolment, Pause
from courses.delivery.states import STUDYING, CohortState
from cpd.accounts.models import User
from cpd.accounts.templatetags.words import when
from cpd.notices.actions import notify_once

WEEK, DAY = timedelta(days=7), timedelta(hours=24)
# Wide enough for a week in which the clocks change.
LOOK_AHEAD = WEEK + timedelta(hours=2)


@dataclass(frozen=True)
class Deadline:
    """Somebody has to hand something in by then; `opened_at` is when that was asked of her."""

    enrolment_id: UUID
    learner: User
    due_at: datetime
    url: str
    opened_at: datetime | None = None
    is_correction: bool = False


def remind(*, now: datetime) -> int:
    """Tell everybody whose deadline came near, once for each deadline; a moved one is a new one. Gives their number.

    Learners on a break, or whose registration ended, are left in peace.
    """
    told = 0
    for deadline in (*_drafts(now), *_not_begun(now), *_corrections(now)):
        if kind := _kind(deadline, now):
            notify_once(
                deadline.learner,
                kind,
                key=f"{kind}:{deadline.enrolment_id}:{deadline.due_at.timestamp():.0f}",
                now=now,
                url=deadline.url,
                detail=when(deadline.due_at),
            )
            told += 1
    return told


def _kind(deadline: Deadline, now: datetime) -> str:
    """Which reminder this moment calls for: the last 24 hours by the clock, or from the same hour a week before."""
    if not now < deadline.due_at:
        return ""
    if now >= deadline.due_at - DAY:
        return "submission.correct_day" if deadline.is_correction else "portfolio.due_day"
    week_before = shifted(deadline.due_at, -WEEK)
    asked_later = deadline.opened_at is not None and deadline.opened_at > week_before
    return "" if deadline.is_correction or asked_later or now < week_before else "portfolio.due_week"


def _drafts(now: datetime) -> Iterator[Deadline]:
    for submission in _unfinished(SubmissionState.DRAFT).filter(due_at__gt=now, due_at__lte=now + LOOK_AHEAD):
        yield Deadline(
            enrolment_id=submission.portfolio.enrolment_id,
            learner=submission.portfolio.enrolment.learner,
            due_at=submission.due_at,
            url=reverse("portfolios:show_portfolio", args=[submission.pk]),
            opened_at=submission.opened_at,
        )


def _not_begun(now: datetime) -> Iterator[Deadline]:
    """She has not opened her portfolio yet, so that only the cohort knows her deadline."""
    enrolments = (
        Enrolment.objects.studying()
        .filter(portfolio=None, cohort__state=CohortState.OPEN, cohort__due_at__lte=now + LOOK_AHEAD)
        .filter(Q(cohort__due_at__gt=now) | Q(days_interrupted__gt=0))
        .exclude(pk__in=_stopped())
    )
    for enrolment in enrolments.select_related("cohort", "learner__preferences"):
        url = reverse("portfolios:list_portfolios")
        yield Deadline(enrolment.pk, enrolment.learner, first_due_at(enrolment), url)


def _corrections(now: datetime) -> Iterator[Deadline]:
    for submission in _unfinished(SubmissionState.RETURNED).filter(correct_by__gt=now, correct_by__lte=now + DAY):
        yield Deadline(
            enrolment_id=submission.portfolio.enrolment_id,
            learner=submission.portfolio.enrolment.learner,
            due_at=submission.correct_by,
            url=reverse("portfolios:show_portfolio", args=[submission.pk]),
            is_correction=True,
        )


def _unfinished(state: SubmissionState):
    return (
        Submission.objects.filter(state=state, portfolio__enrolment__state__in=STUDYING)
        .exclude(portfolio__enrolment__in=_stopped())
        .select_related("portfolio__enrolment__learner__preferences")
    )


def _stopped():
    """Enrolments whose clocks stand still: nobody is reminded of a deadline that does not come nearer."""
    return Pause.objects.filter(ended_at__isnull=True).values("enrolment")
