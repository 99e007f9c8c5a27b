"""Whether enough people are at the table, and the right ones (BRD-1, EE-1 to EE-3)."""

import re
from dataclasses import dataclass
from datetime import date

from assessments.boards.models import Board
from assessments.boards.states import BoardKind, Seat
from courses.accreditation.models import Model
from courses.delivery.calendar import months_after
from courses.delivery.models import Cohort
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

# What somebody does for the provider; none of it goes with examining (EE-3).
WORKING_HERE = [Role.ASSESSOR, Role.TUTOR, Role.MODERATOR, Role.COORDINATOR, Role.AUTHOR, Role.ADMINISTRATOR]
YEARS_APART = 5
YEARS_MORE = 1


@dataclass(frozen=True)
class Quorum:
    """Who is here, who must be, and what is missing in a sentence."""

    present: int
    needed: int
    missing: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        return not self.missing


def count_quorum(board: Board) -> Quorum:
    """BRD-1: the chair, a share of the members and a least number of them, and the university present or in writing."""
    numbers = board.cohort.rules
    members = list(board.members.all())
    present = sum(member.is_present for member in members)
    if board.kind == BoardKind.CHAIRS_ACTION:
        return Quorum(present, 1, ())
    needed = max(numbers.board_quorum, -(-numbers.board_share_percent * len(members) // 100))
    missing = []
    if present < needed:
        missing.append(f"{present} present, {needed} needed")
    if not any(member.is_present and member.person_id == board.chair_id for member in members):
        missing.append("the chair is not here")
    speaks = {member.seat for member in members if member.is_present or member.endorsed_at}
    if numbers.board_needs_university and not speaks & {Seat.UNIVERSITY, Seat.EXAMINER}:
        missing.append("nobody speaks for the university, here or in writing")
    if needs_examiner(board.cohort) and Seat.EXAMINER not in speaks:
        missing.append("the external examiner is not here and has not endorsed in writing")
    return Quorum(present, needed, tuple(missing))


def check_quorum(board: Board) -> None:
    quorum = count_quorum(board)
    if quorum.missing:
        raise NotAllowed(f"The board has no quorum: {'; '.join(quorum.missing)}. An inquorate board decides nothing.")


def needs_examiner(cohort: Cohort) -> bool:
    """EE-1: where the university awards the credit, from a level on, or above a size."""
    numbers, version = cohort.rules, cohort.version
    level = re.search(r"\d+", version.level)
    return (
        cohort.accreditation.model == Model.CREDIT_BEARING_UNIVERSITY
        or bool(level and int(level.group()) >= numbers.examiner_from_level)
        or version.credit > numbers.examiner_from_credits
    )


def check_can_examine(person: User, cohort: Cohort, on: date) -> None:
    """EE-2 and EE-3: appointed by the university, for so many years at most, and nobody who works or worked here."""
    mine = person.appointments.filter(role=Role.BOARD, organisation=cohort.accreditation.university_id)
    appointment = mine.in_force(on).order_by("starts_on").first()
    if appointment is None:
        raise NotAllowed("The external examiner is a board member whom the university of this agreement appointed.")
    longest = (cohort.rules.examiner_years + YEARS_MORE) * 12
    if on > months_after(appointment.starts_on, longest):
        raise NotAllowed("The term of this external examiner is over. The university appoints another.")
    since = months_after(on, -12 * YEARS_APART)
    worked = person.appointments.filter(role__in=WORKING_HERE).exclude(ends_on__lt=since)
    if worked.exists():
        raise NotAllowed(f"Who works here, or did within {YEARS_APART} years, is no external examiner.")
