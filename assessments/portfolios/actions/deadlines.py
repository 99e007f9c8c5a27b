"""Moving the deadline of an open submission."""

from datetime import datetime

from django.urls import reverse

from assessments.portfolios.models import DeadlineChange, Submission
from assessments.portfolios.moves import lock
from assessments.portfolios.rules import check_can_move_deadline
from assessments.portfolios.states import DeadlineReason
from cpd.accounts.models import User
from cpd.accounts.templatetags.words import when
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify


@action
def move_deadline(
    submission: Submission, *, due_at: datetime, reason: str, by: User | None, now: datetime
) -> Submission:
    """Give a later deadline to an open submission, and tell its learner; the dates given before are kept."""
    submission = lock(submission)
    if due_at == submission.due_at:
        unchanged()
        return submission
    check_can_move_deadline(submission, due_at)
    change = DeadlineChange.objects.create(
        submission=submission,
        reason=DeadlineReason(reason),
        old_due_at=submission.due_at,
        new_due_at=due_at,
        at=now,
    )
    submission.due_at = due_at
    submission.save(update_fields=["due_at"])
    url = reverse("portfolios:show_portfolio", args=[submission.pk])
    learner = submission.portfolio.enrolment.learner
    notify(learner, "deadline.moved", now=now, about=submission, url=url, detail=when(due_at))
    record(
        "submission.deadline_moved",
        by=by,
        about=submission,
        now=now,
        reason=str(change.reason),
        old=change.old_due_at,
        new=due_at,
    )
    return submission


@action
def move_correction(submission: Submission, *, correct_by: datetime, by: User | None, now: datetime) -> Submission:
    """The time for a small correction goes on where it stood when her clocks were stopped."""
    submission = lock(submission)
    check_can_move_deadline(submission, correct_by)
    old, submission.correct_by = submission.correct_by, correct_by
    submission.save(update_fields=["correct_by"])
    record("submission.correction_moved", by=by, about=submission, now=now, old=old, new=correct_by)
    return submission
