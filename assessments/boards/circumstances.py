"""What a board may know of a learner's circumstances: the outcome of each side case as a code, never its story (BRD, MC-1)."""

from uuid import UUID

from assessments.cases.queries import codes_for as panel_codes
from assessments.portfolios.models import Submission


def codes_for(submissions: list[Submission]) -> dict[UUID, str]:
    """The codes of each submission for the column of the papers; LATE where it came after its deadline."""
    codes = panel_codes(submissions)
    for submission in submissions:
        if submission.is_late:
            codes[submission.pk] = ["LATE", *codes.get(submission.pk, [])]
    return {pk: "; ".join(said)[:200] for pk, said in codes.items()}
