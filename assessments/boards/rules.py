"""Who may decide, ratify and release, and when."""

from datetime import date

from assessments.boards.models import Board, Paper
from assessments.boards.states import BOARD_MOVES, BoardState, Result
from assessments.marking.conflicts import AWAY, OWN, Ties, gather
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed, refusal


def check_can_move(board: Board, to: BoardState) -> None:
    if to not in BOARD_MOVES[BoardState(board.state)]:
        raise NotAllowed(f"This is not possible now: the meeting is “{BoardState(board.state).label.lower()}”.")


def check_is_member(person: User, board: Board) -> None:
    if person.pk not in {member.person_id for member in board.members.all()}:
        raise NotAllowed("Only a member of this board may do this.")


def check_can_decide(person: User, paper: Paper, ties: Ties | None = None) -> None:
    board = paper.board
    check_is_member(person, board)
    if board.state != BoardState.PAPERS:
        raise NotAllowed("Decisions are made while the papers are frozen and the meeting is not ratified.")
    if person.pk in {conflict.person_id for conflict in paper.conflicts.all()}:
        raise NotAllowed("You declared an interest in this candidate, so you take no part in this decision.")
    check_is_far_enough(person, paper, ties)


def check_is_far_enough(person: User, paper: Paper, ties: Ties | None = None) -> None:
    """Refuses whoever stands too near to the candidate; the sentence does not say how near, for that would say who."""
    ties = ties or gather([person], [paper.submission])
    if any(conflict.is_bar for conflict in ties.between(person, paper.submission)):
        raise NotAllowed("You stand too near to this candidate, so you see nothing of it and take no part.")


def is_hidden_from(person: User, paper: Paper, ties: Ties, is_member: bool) -> bool:
    """Nobody sees her own result before release, and no member one that she must not decide."""
    if {OWN, AWAY} & set(ties.between(person, paper.submission)):
        return True
    return is_member and bool(refusal(check_is_far_enough, person, paper, ties))


def check_result_fits(paper: Paper, result: Result, reason: str) -> None:
    if result == Result.PASS and paper.criteria_not_met:
        raise NotAllowed("A pass needs every criterion met; nothing makes up for a criterion that is not.")
    if result == Result.REFER and not paper.criteria_not_met:
        raise NotAllowed("Every criterion is met, so there is nothing to resubmit.")
    if result != paper.proposed and not reason.strip():
        raise NotAllowed("Say why the decision differs from what is proposed; the reason is kept with it.")


def check_can_ratify(person: User, board: Board) -> None:
    check_is_member(person, board)
    check_can_move(board, BoardState.RATIFIED)
    if board.chair_id != person.pk:
        raise NotAllowed("The chair ratifies.")
    present = board.members.filter(is_present=True).count()
    quorum = board.cohort.rules.board_quorum
    if present < quorum:
        raise NotAllowed(
            f"The board has no quorum: {present} present, {quorum} needed. An inquorate board decides nothing."
        )
    undecided = board.papers.filter(decisions__isnull=True).count()
    if undecided:
        raise NotAllowed(f"{undecided} {'candidate has' if undecided == 1 else 'candidates have'} no decision yet.")


def check_can_release(person: User, board: Board, today: date) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("A coordinator releases results.")
    check_can_move(board, BoardState.RELEASED)
