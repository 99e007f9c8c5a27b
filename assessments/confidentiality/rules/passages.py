"""Who may look at the passages that a learner keeps for a reason."""

from collections.abc import Iterable
from datetime import date

from assessments.confidentiality.rules.intake import check_can_do_intake
from assessments.confidentiality.states import PassageVerdict
from assessments.portfolios.models import KeptPassage, Submission
from assessments.portfolios.states import SubmissionState
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed


def check_can_review(person: User, submission: Submission, today: date) -> None:
    """A lead who could do its intake: far enough from the learner, and nobody who will judge the work."""
    if not person.holds(Role.SAFEGUARDING, on=today):
        raise NotAllowed("Only a safeguarding lead looks at passages that are kept for a reason.")
    check_can_do_intake(person, submission, today)
    if submission.state != SubmissionState.SUBMITTED:
        raise NotAllowed("This portfolio does not wait any more, so there is nothing to say about its passages.")


def check_every_passage_has_a_verdict(waiting: Iterable[KeptPassage], verdicts: dict[str, str]) -> None:
    missing = [row for row in waiting if verdicts.get(str(row.pk)) not in PassageVerdict]
    if missing:
        raise NotAllowed("Say of each passage whether it may stay. Nothing was changed.")
