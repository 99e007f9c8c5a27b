"""What a board may know of a learner's circumstances: the outcome of each side case as a code, never its story (BRD, MC-1)."""

from uuid import UUID

from assessments.portfolios.models import Submission


def codes_for(submissions: list[Submission]) -> dict[UUID, str]:
    """The codes of each submission for the column of the papers; LATE where it came after its deadline."""
    return {submission.pk: "LATE" for submission in submissions if submission.is_late}
