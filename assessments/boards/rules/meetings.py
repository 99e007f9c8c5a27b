"""Who may call a meeting, freeze its papers, decide and ratify, and when."""

from datetime import date

from django.db.models import Q

from assessments.boards.models import Board, Paper
from assessments.boards.rules.quorum import check_quorum
from assessments.boards.states import BOARD_MOVES, BoardKind, BoardState, Result
from assessments.marking.conflicts import AWAY, OWN, Ties, gather
from assessments.portfolios.states import SubmissionState
from assessments.standing.register.queries import is_barred, list_barred
from courses.accreditation.rulesets import Rules
from courses.delivery.calendar import Calendar
from courses.delivery.models import Cohort
from cpd.accounts.away.rules import NOT_AVAILABLE
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day
from cpd.rules import NotAllowed, refusal


def check_can_move(board: Board, to: BoardState) -> None:
    if to not in BOARD_MOVES[BoardState(board.state)]:
        raise NotAllowed(f"This is not possible now: the meeting is “{BoardState(board.state).label.lower()}”.")


def check_is_member(person: User, board: Board) -> None:
    if person.pk not in {member.person_id for member in board.members.all()}:
        raise NotAllowed("Only a member of this board may do this.")


def check_may_sit(people: list[User], today: date) -> None:
    for person in people:
        if not person.holds(Role.BOARD, on=today):
            raise NotAllowed("Everyone at the table needs an appointment as board member. Appoint them first.")
    # MIS-2: some get no new paper, and no word says why.
    barred = list_barred([person.pk for person in people], today)
    for person in people:
        if person.pk in barred:
            raise NotAllowed(f"{person}: {NOT_AVAILABLE.lower()} Choose another person.")


def check_notice(board_on: date, today: date, numbers: Rules, calendar: Calendar, reason: str) -> None:
    """BRD-2: a meeting is called so many working days before; a shorter notice needs a reason that is kept."""
    if board_on < today:
        raise NotAllowed("The day of the meeting is in the past. Choose today or a later day.")
    earliest = calendar.working_days_after(today, numbers.board_notice_working_days)
    if board_on < earliest and not reason.strip():
        raise NotAllowed(
            f"A meeting is called {numbers.board_notice_working_days} working days before, so from {day(earliest)} on. "
            "Choose a later day, or say why it cannot wait."
        )


def check_papers_in_time(board: Board, today: date, calendar: Calendar, reason: str) -> None:
    """BRD-2: papers are out so many working days before; later needs a reason that is kept."""
    if board.kind == BoardKind.CHAIRS_ACTION:
        return
    days = board.cohort.rules.board_papers_working_days
    if calendar.working_days_after(today, days) > board.held_on and not reason.strip():
        raise NotAllowed(
            f"Papers go out {days} working days before the meeting, and it is too late for that. "
            "Say why they are late; the minutes will hold it."
        )


def check_can_freeze(person: User, board: Board, today: date) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("A coordinator freezes the papers.")
    if board.state not in (BoardState.SCHEDULED, BoardState.PAPERS):
        raise NotAllowed(f"This is not possible now: the meeting is “{BoardState(board.state).label.lower()}”.")


def check_can_act_alone(person: User, cohort: Cohort, chair: User, reason: str, today: date) -> None:
    """Chair's action: for what cannot wait until the next meeting, and reported to it."""
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("A coordinator asks the chair to act between meetings.")
    check_may_sit([chair], today)
    if not Board.objects.filter(
        kind=BoardKind.MEETING, chair=chair, cohort__accreditation=cohort.accreditation_id
    ).exists():
        raise NotAllowed("Only who has chaired a board under this agreement acts between its meetings.")
    if not reason.strip():
        raise NotAllowed("Say why this cannot wait for the next meeting; it is reported there.")


def check_can_withdraw_paper(person: User, paper: Paper, reason: str) -> None:
    if person.pk != paper.board.chair_id:
        raise NotAllowed("The chair takes a candidate off the papers.")
    if paper.board.state != BoardState.PAPERS or paper.withdrawn_at:
        raise NotAllowed("This candidate is not on the papers of an open meeting.")
    if not reason.strip():
        raise NotAllowed("Say why; the candidate comes to another meeting.")


def check_is_available(person: User, today: date) -> None:
    """MIS-2: who gets no new paper decides none, and no word says why."""
    if is_barred(person, today):
        raise NotAllowed(NOT_AVAILABLE)


def check_can_decide(person: User, paper: Paper, ties: Ties | None = None) -> None:
    board = paper.board
    check_is_member(person, board)
    if board.state != BoardState.PAPERS or paper.withdrawn_at:
        raise NotAllowed("Decisions are made while the papers are frozen and the meeting is not ratified.")
    if person.pk in {member.person_id for member in board.members.all() if not member.is_present}:
        raise NotAllowed("You are noted as absent, so the others decide.")
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


def check_enough_stay(paper: Paper, today: date) -> None:
    """BRD-1: who has an interest leaves for that candidate, and so many others must still be in the room."""
    board = paper.board
    if board.kind == BoardKind.CHAIRS_ACTION:
        return
    present = [member.person for member in board.members.select_related("person") if member.is_present]
    ties = gather(present, [paper.submission])
    away = {conflict.person_id for conflict in paper.conflicts.all()}
    away |= list_barred([person.pk for person in present], today)
    staying = [
        person for person in present if person.pk not in away and not refusal(check_is_far_enough, person, paper, ties)
    ]
    needed = board.cohort.rules.board_item_minimum
    if len(staying) < needed:
        raise NotAllowed(
            f"Too few members are left for this candidate: {len(staying)}, {needed} needed. "
            "Ask another member in, or take the candidate to another meeting."
        )


def check_result_fits(paper: Paper, result: Result, reason: str) -> None:
    if paper.board.kind == BoardKind.CHAIRS_ACTION and result != paper.proposed:
        raise NotAllowed("A chair alone decides only as proposed. Anything else waits for the meeting.")
    if paper.given is not None:
        _check_fits_the_mark(paper, result)
    elif result == Result.PASS and paper.criteria_not_met:
        raise NotAllowed("A pass needs every criterion met; nothing makes up for a criterion that is not.")
    elif result == Result.REFER and not paper.criteria_not_met:
        raise NotAllowed("Every criterion is met, so there is nothing to resubmit.")
    if result != paper.proposed and not reason.strip():
        raise NotAllowed("Say why the decision differs from what is proposed; the reason is kept with it.")


def _check_fits_the_mark(paper: Paper, result: Result) -> None:
    """MRK-6: the pass mark decides, once the mark is rounded; what lateness takes off never makes a pass a fail."""
    pass_mark = paper.board.cohort.rules.pass_mark
    if result == Result.PASS and paper.given < pass_mark:
        raise NotAllowed(f"The pass mark is {pass_mark}, and this mark is {paper.given}. Nothing makes up for it.")
    if result == Result.REFER and paper.given >= pass_mark:
        raise NotAllowed(f"The mark is {paper.given} and the pass mark {pass_mark}, so there is nothing to resubmit.")


def check_can_ratify(person: User, board: Board) -> None:
    check_is_member(person, board)
    check_can_move(board, BoardState.RATIFIED)
    if board.chair_id != person.pk:
        raise NotAllowed("The chair ratifies.")
    check_quorum(board)
    undecided = board.papers.on_the_table().filter(decisions__isnull=True).count()
    if undecided:
        raise NotAllowed(f"{undecided} {'candidate has' if undecided == 1 else 'candidates have'} no decision yet.")
    changed = list_changed_papers(board)
    if changed:
        raise NotAllowed(
            f"The mark of {', '.join(paper.candidate_number for paper in changed[:3])} changed after the papers were "
            "frozen, or is not confirmed any more. Take it off the papers: it comes to a meeting when it is confirmed."
        )


def list_changed_papers(board: Board) -> list[Paper]:
    """Papers whose mark does not stand any more, or whose submission is not confirmed: moderation comes first."""
    fits = Q(mark__stands=True, submission__state=SubmissionState.CONFIRMED)
    return list(board.papers.on_the_table().exclude(fits).order_by("candidate_number"))
