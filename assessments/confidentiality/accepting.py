"""Accepting a submission: by a person who read it, or by itself when the identity check found nothing to look at."""

from datetime import datetime

from django.urls import reverse

from assessments.confidentiality.models import IntakeDecision
from assessments.confidentiality.passages import find_clean
from assessments.confidentiality.states import Intake
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import lock, move
from assessments.portfolios.states import SubmissionState
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify

MOST_AT_ONCE = 200


def write_acceptance(submission: Submission, *, by: User | None, now: datetime) -> Submission:
    """What accepting does to a locked submission; part of an action."""
    submission = move(submission, SubmissionState.ACCEPTED, now=now)
    decision = IntakeDecision.objects.create(
        submission=submission,
        decision=Intake.ACCEPTED,
        manifest_digest=submission.manifest_digest,
        decided_by=by,
        decided_at=now,
    )
    url = reverse("portfolios:show_portfolio", args=[submission.pk])
    notify(submission.portfolio.enrolment.learner, "submission.accepted", now=now, about=submission, url=url)
    record("intake.accepted", by=by, about=submission, now=now, decision=decision.pk)
    return submission


@action
def accept_clean(submission: Submission, *, now: datetime) -> Submission:
    """The portfolio may go to an assessor; refuses nothing, and leaves what a person has to look at as it is."""
    submission = lock(submission)
    if not find_clean(now).filter(pk=submission.pk).exists():
        unchanged()
        return submission
    return write_acceptance(submission, by=None, now=now)


def accept_all_clean(*, now: datetime) -> int:
    """Accept what waits and needs nobody; gives how many."""
    clean = list(find_clean(now).defer("manifest").order_by("submitted_at")[:MOST_AT_ONCE])
    return sum(accept_clean(submission, now=now).state == SubmissionState.ACCEPTED for submission in clean)
