"""Who may lead an exercise, take part in it and close it."""

from datetime import date

from assessments.marking.conflicts import EMPLOYER, INTAKE, MARKED, MODERATED, Ties, gather
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from assessments.standardisation.models import Exercise, Participant
from assessments.standardisation.states import ExerciseState
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

# Whoever leads may know the portfolio from moderating it; whoever takes part must come to it fresh.
NO_BAR_TO_LEADING = frozenset({EMPLOYER, INTAKE, MARKED, MODERATED})
FEWEST = 2


def check_can_lead(person: User, submission: Submission, today: date, ties: Ties | None = None) -> None:
    if not person.holds(Role.MODERATOR, on=today):
        raise NotAllowed("Only a moderator leads a standardisation exercise.")
    if submission.state != SubmissionState.RELEASED:
        raise NotAllowed(
            "Only a portfolio whose result is released is used, so that nothing it says can change a mark."
        )
    ties = ties or gather([person], [submission])
    if set(ties.between(person, submission)) - NO_BAR_TO_LEADING:
        raise NotAllowed("You stand too near to this candidate. Choose another portfolio.")


def check_has_enough(people: list[User]) -> None:
    if len(people) < FEWEST:
        raise NotAllowed(
            "Fewer than two assessors stand far enough from this candidate and come to the work fresh. "
            "Choose another portfolio."
        )


def check_can_take_part(person: User, participant: Participant, today: date) -> None:
    """Asked again at every opening: somebody may have come too near since, or be kept away."""
    if participant.person_id != person.pk or not person.holds(Role.ASSESSOR, on=today):
        raise NotAllowed("You are not asked to take part in this exercise.")
    if participant.exercise.state != ExerciseState.OPEN:
        raise NotAllowed("This exercise is closed.")
    if participant.given_at:
        raise NotAllowed("You have given your judgements, and they stay as they are.")
    if any(
        tie.is_bar
        for tie in gather([person], [participant.exercise.submission]).between(person, participant.exercise.submission)
    ):
        raise NotAllowed("You stand too near to this candidate, so you take no part in this exercise.")


def check_can_give(person: User, participant: Participant, missing: list[str], today: date) -> None:
    check_can_take_part(person, participant, today)
    if missing:
        raise NotAllowed(f"Before you give your judgements: judge {', '.join(missing)}.")


def check_can_close(person: User, exercise: Exercise, given: int, discussion: str, today: date) -> None:
    if exercise.led_by_id != person.pk or not person.holds(Role.MODERATOR, on=today):
        raise NotAllowed("Only the moderator who leads this exercise closes it.")
    if exercise.state != ExerciseState.OPEN:
        raise NotAllowed("This exercise is closed already.")
    if given < FEWEST:
        raise NotAllowed("Fewer than two assessors have given their judgements, so there is nothing to compare yet.")
    if not discussion.strip():
        raise NotAllowed("Write down what you agreed when you talked about it.")
