"""What a numeric mark counts for: capped where the rules say so, and rounded half up, once, when the board ratifies."""

from decimal import ROUND_HALF_UP, Decimal

from assessments.boards.states import Cap
from assessments.portfolios.models import Submission
from courses.accreditation.rulesets import Rules


def rounded(score: Decimal | None) -> int | None:
    """MRK-7."""
    return None if score is None else int(score.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def capped(score: Decimal | None, submission: Submission, rules: Rules) -> tuple[Decimal | None, str]:
    """The mark after lateness (LAT-1) and a later attempt (REF-3), and why; at the pass mark at most in both cases.

    What was given is kept beside it (LAT-2). A mark by criteria has no number, and neither touches a judgement.
    """
    if score is None or score <= rules.pass_mark:
        return score, ""
    if submission.is_capped and rules.referral_capped:
        return Decimal(rules.pass_mark), Cap.AGAIN
    if submission.is_late and rules.late_penalty == "cap":
        return Decimal(rules.pass_mark), Cap.LATE
    return score, ""
