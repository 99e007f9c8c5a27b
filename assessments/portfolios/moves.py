"""The one way in which a submission changes its state."""

from datetime import datetime
from typing import Any

from assessments.portfolios.models import Submission
from assessments.portfolios.states import SUBMISSION_MOVES, SubmissionState
from cpd.rules import NotAllowed


def lock(submission: Submission) -> Submission:
    """The row as it is now, locked until the caller's transaction ends."""
    rows = Submission.objects.select_for_update(of=["self"]).select_related("portfolio__enrolment__learner")
    return rows.get(pk=submission.pk)


def move(submission: Submission, to: SubmissionState, *, now: datetime, **fields: Any) -> Submission:
    """Move a locked submission along the road, saving the named fields with it; the caller records why."""
    if to not in SUBMISSION_MOVES[SubmissionState(submission.state)]:
        current = SubmissionState(submission.state).label.lower()
        raise NotAllowed(f"This is no longer possible: the submission is now “{current}”. Nothing was changed.")
    submission.state = to
    if to == SubmissionState.SUBMITTED:
        submission.submitted_at = now
    elif to == SubmissionState.ACCEPTED and submission.accepted_at is None:
        submission.accepted_at = now
    elif to == SubmissionState.RELEASED:
        submission.released_at = now
    for name, value in fields.items():
        setattr(submission, name, value)
    submission.save(update_fields=["state", "submitted_at", "accepted_at", "released_at", *fields])
    return submission
