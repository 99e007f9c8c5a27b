"""Freeing a portfolio for another assessor, after an appeal."""

from datetime import datetime

from assessments.marking.actions.agreeing import withdraw_agreement
from assessments.marking.models import Agreement, Allocation, Mark
from assessments.marking.needs import note_first
from assessments.marking.states import AllocationState
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import lock
from cpd.accounts.models import User
from cpd.history.actions import action, record


@action
def set_aside(submission: Submission, *, by: User, now: datetime) -> Submission:
    """Take every allocation of it back; the marks stay as they are, and a new one is asked of somebody else.

    Called by appeals, which has checked who asks.
    """
    submission = lock(submission)
    for agreement in Agreement.objects.standing().filter(submission=submission):
        withdraw_agreement(agreement)
    Mark.objects.filter(submission=submission, stands=True).update(stands=False)
    standing = (
        Allocation.objects.select_for_update().filter(submission=submission).exclude(state=AllocationState.WITHDRAWN)
    )
    count = standing.update(state=AllocationState.WITHDRAWN, withdrawn_at=now)
    note_first(submission, None)
    record("marking.set_aside", by=by, about=submission, now=now, allocations=count)
    return submission
