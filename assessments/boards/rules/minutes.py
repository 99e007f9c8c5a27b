"""Who may draft and confirm minutes, and endorse in writing."""

from datetime import date

from assessments.boards.models import Board, BoardMember
from assessments.boards.states import BoardState, MinutesState, Seat
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

HELD = [BoardState.RATIFIED, BoardState.RELEASED]


def check_can_draft(person: User, board: Board, today: date) -> None:
    if board.state not in HELD:
        raise NotAllowed("Minutes are drafted when the meeting has ratified its decisions.")
    if not (person.holds(Role.COORDINATOR, on=today) or person.pk == board.chair_id):
        raise NotAllowed("A coordinator drafts the minutes, or the chair.")
    minutes = getattr(board, "minutes", None)
    if minutes is not None and minutes.state == MinutesState.CONFIRMED:
        raise NotAllowed("These minutes are confirmed, so they are not changed any more.")


def check_can_confirm_minutes(person: User, board: Board) -> None:
    if person.pk != board.chair_id:
        raise NotAllowed("The chair confirms the minutes.")
    minutes = getattr(board, "minutes", None)
    if minutes is None:
        raise NotAllowed("There are no minutes yet. A coordinator drafts them first.")
    if minutes.state == MinutesState.CONFIRMED:
        raise NotAllowed("These minutes are confirmed already.")


def check_can_endorse(person: User, board: Board, text: str) -> BoardMember:
    member = next((member for member in board.members.all() if member.person_id == person.pk), None)
    if member is None or member.seat == Seat.MEMBER:
        raise NotAllowed("Who speaks for the university, or examines, endorses in writing.")
    if board.state != BoardState.PAPERS:
        raise NotAllowed("You endorse while the papers are frozen and the meeting is not ratified.")
    if member.endorsed_at:
        raise NotAllowed("Your endorsement is with the board already.")
    if not text.strip():
        raise NotAllowed("Write what you endorse, and on what you would want the board to think again.")
    return member
