"""The attempt before: what was released of it, and what it asked for."""

from uuid import UUID

from assessments.marking.models import Judgement
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState


def attempt_before(submission: Submission) -> Submission | None:
    """The released attempt that this one answers, whatever drafts came between; None at a first attempt."""
    if submission.attempt == 1:
        return None
    released = Submission.objects.at(SubmissionState.RELEASED).filter(
        portfolio=submission.portfolio_id, attempt=submission.attempt - 1
    )
    return released.defer("manifest").order_by("draft_number").last()


def judged_before(submission: Submission) -> dict[UUID, Judgement]:
    """What the mark that was released of the attempt before said of each criterion."""
    earlier = attempt_before(submission)
    if earlier is None:
        return {}
    judgements = Judgement.objects.filter(mark__submission=earlier, mark__stands=True).prefetch_related("shortfalls")
    return {judgement.criterion_id: judgement for judgement in judgements}
