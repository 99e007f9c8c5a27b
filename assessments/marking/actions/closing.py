"""What follows when a mark is final: the next stage, the agreement, or the end of marking."""

from datetime import datetime

from assessments.marking.actions.agreeing import conclude, open_agreement
from assessments.marking.models import UNSIGNED, Mark
from assessments.marking.needs import call_for
from assessments.marking.schemes import plan_for, within_tolerance
from assessments.marking.states import JUDGED, AllocationState, MarkState, Stage
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import move
from assessments.portfolios.states import SubmissionState
from cpd.accounts.models import User


def hand_on(submission: Submission, mark: Mark, *, by: User, now: datetime) -> None:
    """One assessor: the mark stands. Two: the second is called, or both are laid side by side."""
    plan = plan_for(submission.portfolio.enrolment)
    final = {
        other.stage: other
        for other in Mark.objects.filter(
            submission=submission, state=MarkState.FINAL, allocation__state=AllocationState.DONE, stage__in=JUDGED
        )
        .exclude(UNSIGNED)
        .select_related("assessor", "allocation")
    }
    if mark.stage == Stage.THIRD:
        open_agreement(submission, marks=[final[stage] for stage in JUDGED], by=by, now=now)
    elif Stage.FIRST in final and Stage.SECOND in final:
        marks = [final[Stage.FIRST], final[Stage.SECOND]]
        agreement = open_agreement(submission, marks=marks, by=by, now=now)
        # Who saw the first mark and came to the same has agreed already.
        if not plan.is_blind and within_tolerance(marks, plan):
            conclude(agreement, by=by, now=now)
    elif not plan.is_double:
        mark.stands = True
        mark.save(update_fields=["stands"])
        move(submission, SubmissionState.MARKED, now=now)
    elif mark.stage == Stage.FIRST and not plan.is_blind:
        call_for(submission, Stage.SECOND, now=now)
