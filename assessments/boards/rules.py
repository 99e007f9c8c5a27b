"""Who may sit on, decide, ratify and release, and when."""

from django.db.models import Q

from assessments.boards.models import Board, Paper
from assessments.boards.states import BOARD_MOVES, BoardState, Result
from assessments.marking.models import Mark
from assessments.moderation.models import SampledMark
from assessments.portfolios.models import Attestation, Submission
from courses.delivery.models import CohortRole, CohortStaff
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed


def check_can_move(board: Board, to: BoardState) -> None:
    if to not in BOARD_MOVES[BoardState(board.state)]:
        raise NotAllowed(f"This is not possible now: the meeting is “{BoardState(board.state).label.lower()}”.")


def check_is_member(person: User, board: Board) -> None:
    if not board.members.filter(person=person).exists():
        raise NotAllowed("Only a member of this board may do this.")


def interest_in(person: User, submission: Submission) -> str:
    """Why this person must not decide about this submission, or ""; found without anybody declaring it (COI-1)."""
    enrolment = submission.portfolio.enrolment
    learner = enrolment.learner
    if learner.pk == person.pk:
        return "it is your own work"
    if learner.manager_id == person.pk or person.manager_id == learner.pk:
        return "you are in the same reporting line"
    if learner.manager_id and learner.manager_id == person.manager_id:
        return "you are in the same team"
    if learner.team and learner.team == person.team and learner.employer_id == person.employer_id:
        return "you are in the same team"
    if Mark.objects.filter(submission__portfolio=submission.portfolio_id, assessor=person).exists():
        return "you marked it"
    if SampledMark.objects.filter(mark__submission__portfolio=submission.portfolio_id, reviewed_by=person).exists():
        return "you moderated it"
    if CohortStaff.objects.filter(cohort=enrolment.cohort_id, person=person, role=CohortRole.TUTOR).exists():
        return "you taught on this cohort"
    if Attestation.objects.filter(
        Q(manager_email__iexact=person.email), submission__portfolio=submission.portfolio_id
    ).exists():
        return "you confirmed their evidence as their manager"
    return ""


def check_can_decide(person: User, paper: Paper) -> None:
    board = paper.board
    check_is_member(person, board)
    if board.state != BoardState.PAPERS:
        raise NotAllowed("Decisions are made while the papers are frozen and the meeting is not ratified.")
    if paper.conflicts.filter(person=person).exists():
        raise NotAllowed("You declared an interest in this candidate, so you take no part in this decision.")
    reason = interest_in(person, paper.submission)
    if reason:
        raise NotAllowed(f"You take no part in this decision: {reason}.")


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
    quorum = board.cohort.accreditation.board_quorum
    if present < quorum:
        raise NotAllowed(
            f"The board has no quorum: {present} present, {quorum} needed. An inquorate board decides nothing."
        )
    undecided = board.papers.filter(decisions__isnull=True).count()
    if undecided:
        raise NotAllowed(f"{undecided} of the candidates have no decision yet.")


def check_can_release(person: User, board: Board, today) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("A coordinator releases results.")
    check_can_move(board, BoardState.RELEASED)
