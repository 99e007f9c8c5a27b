"""From a scheduled meeting to released results."""

from datetime import date, datetime

from assessments.boards.models import Board, BoardMember, Conflict, Decision, Paper
from assessments.boards.rules import (
    check_can_decide,
    check_can_move,
    check_can_ratify,
    check_can_release,
    check_is_member,
    check_result_fits,
)
from assessments.boards.states import BoardState, Result
from assessments.marking.models import Mark
from assessments.marking.states import Verdict
from assessments.portfolios.actions import open_next_attempt
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import lock, move
from assessments.portfolios.states import SubmissionState
from courses.delivery.actions import complete
from courses.delivery.calendar import five_pm, working_days_after
from courses.delivery.models import Cohort
from courses.delivery.states import ENROLMENT_MOVES, EnrolmentState
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify
from cpd.rules import NotAllowed


@action
def schedule(cohort: Cohort, *, held_on: date, chair: User, members: list[User], by: User, now: datetime) -> Board:
    """Call a meeting; the chair is one of its members, and all of them hold the board role on the day it is called."""
    people = list({person.pk: person for person in [chair, *members]}.values())
    for person in people:
        if not person.holds(Role.BOARD, on=now.date()):
            raise NotAllowed("Everyone at the table needs an appointment as board member. Appoint them first.")
    board = Board.objects.create(
        cohort=cohort,
        held_on=held_on,
        chair=chair,
        rules_version=cohort.rules.version,
        created_by=by,
        created_at=now,
    )
    BoardMember.objects.bulk_create(BoardMember(board=board, person=person) for person in people)
    record("board.scheduled", by=by, about=board, now=now, cohort=cohort.pk, held_on=held_on, members=len(people))
    return board


@action
def note_attendance(board: Board, *, present: set, by: User, now: datetime) -> Board:
    """Who is at the meeting (person ids); the quorum counts them."""
    board = _lock(board)
    check_is_member(by, board)
    if board.state == BoardState.RELEASED or board.state == BoardState.RATIFIED:
        raise NotAllowed("The meeting is ratified; its attendance stands.")
    for member in board.members.all():
        member.is_present = member.person_id in present
        member.save(update_fields=["is_present"])
    record("board.attendance", by=by, about=board, now=now, present=board.members.filter(is_present=True).count())
    return board


@action
def freeze_papers(board: Board, *, by: User, now: datetime) -> Board:
    """Take the confirmed marks of the cohort as they stand now, by candidate number."""
    board = _lock(board)
    check_can_move(board, BoardState.PAPERS)
    ready = (
        Submission.objects.at(SubmissionState.CONFIRMED)
        .filter(portfolio__enrolment__cohort=board.cohort_id)
        .exclude(papers__board__state=BoardState.PAPERS)
        .select_related("portfolio__enrolment")
    )
    papers = [_paper(board, submission) for submission in ready]
    if not papers:
        raise NotAllowed("No confirmed marks are waiting for a board in this cohort. Moderation comes first.")
    Paper.objects.bulk_create(papers)
    board.state = BoardState.PAPERS
    board.papers_at = now
    board.save(update_fields=["state", "papers_at"])
    record("board.papers_frozen", by=by, about=board, now=now, papers=len(papers))
    return board


@action
def declare_conflict(paper: Paper, *, by: User, now: datetime) -> Conflict:
    """Say that one has an interest in this candidate, and leave the decision to the others."""
    check_is_member(by, paper.board)
    conflict, is_new = Conflict.objects.get_or_create(paper=paper, person=by, defaults={"declared_at": now})
    if is_new:
        record("board.conflict_declared", by=by, about=paper, now=now)
    else:
        unchanged()
    return conflict


@action
def decide(paper: Paper, *, result: str, reason: str, by: User, now: datetime) -> Decision:
    """Decide one candidate's result; deciding again before ratification adds a row that supersedes the last."""
    _lock(paper.board)
    paper = Paper.objects.select_related("board", "submission__portfolio__enrolment__learner").get(pk=paper.pk)
    result = Result(result)
    check_can_decide(by, paper)
    check_result_fits(paper, result, reason)
    last = paper.decisions.filter(superseded_by__isnull=True).first()
    if last and last.result == result and last.reason == reason:
        unchanged()
        return last
    decision = Decision.objects.create(
        paper=paper,
        submission=paper.submission,
        result=result,
        reason=reason,
        supersedes=last,
        decided_by=by,
        decided_at=now,
    )
    sealed = {"reason": reason} if reason else None
    record(
        "decision.made",
        by=by,
        about=decision,
        now=now,
        submission=paper.submission_id,
        result=str(result),
        sealed=sealed,
    )
    return decision


@action
def ratify(board: Board, *, by: User, now: datetime) -> Board:
    """Every candidate is decided and the board quorate: the results stand. A mark that changed since blocks it."""
    board = _lock(board)
    check_can_ratify(by, board)
    for paper in board.papers.select_related("submission", "mark"):
        submission = lock(paper.submission)
        if _mark_of(submission) != paper.mark:
            raise NotAllowed(f"The mark of {paper.candidate_number} changed after the papers were frozen.")
        move(submission, SubmissionState.RATIFIED, now=now)
    board.state = BoardState.RATIFIED
    board.ratified_by = by
    board.ratified_at = now
    board.save(update_fields=["state", "ratified_by", "ratified_at"])
    record("board.ratified", by=by, about=board, now=now, papers=board.papers.count())
    return board


@action
def release(board: Board, *, by: User, now: datetime) -> Board:
    """Show each learner her result; a refer opens the next attempt for what was not met, a pass completes the enrolment.

    Called by certificates.release_results, which grants the awards in the same transaction.
    """
    board = _lock(board)
    check_can_release(by, board, now.date())
    for decision in _standing_decisions(board):
        submission = lock(decision.submission)
        move(submission, SubmissionState.RELEASED, now=now)
        _after_release(submission, decision, by=by, now=now)
        notify(
            submission.portfolio.enrolment.learner,
            "result.released",
            now=now,
            about=submission,
            url=f"/boards/result/{submission.pk}/",
        )
    board.state = BoardState.RELEASED
    board.released_by = by
    board.released_at = now
    board.save(update_fields=["state", "released_by", "released_at"])
    record("board.released", by=by, about=board, now=now, results=board.papers.count())
    return board


def _lock(board: Board) -> Board:
    return Board.objects.select_for_update(of=["self"]).select_related("cohort__accreditation").get(pk=board.pk)


def _paper(board: Board, submission: Submission) -> Paper:
    mark = _mark_of(submission)
    not_met = mark.judgements.exclude(verdict=Verdict.MET).count()
    return Paper(
        board=board,
        submission=submission,
        mark=mark,
        candidate_number=submission.portfolio.enrolment.candidate_number,
        proposed=Result.REFER if not_met else Result.PASS,
        criteria_not_met=not_met,
    )


def _mark_of(submission: Submission) -> Mark:
    """The mark that stands, agreed where more than one assessor marked."""
    return submission.marks.get(stands=True)


def _standing_decisions(board: Board):
    return (
        Decision.objects.filter(paper__board=board, superseded_by__isnull=True)
        .select_related(
            "submission__portfolio__enrolment__learner", "paper__mark", "paper__board__cohort__accreditation"
        )
        .order_by("paper__candidate_number")
    )


def _after_release(submission: Submission, decision: Decision, *, by: User, now: datetime) -> None:
    enrolment = submission.portfolio.enrolment
    if decision.result == Result.PASS:
        if EnrolmentState.COMPLETED in ENROLMENT_MOVES[EnrolmentState(enrolment.state)]:
            complete(enrolment, by=by, now=now)
    elif decision.result == Result.REFER and submission.attempt < enrolment.rules.attempts:
        criteria = [
            judgement.criterion
            for judgement in decision.paper.mark.judgements.exclude(verdict=Verdict.MET).select_related("criterion")
        ]
        due = five_pm(working_days_after(now.date(), enrolment.rules.referral_working_days))
        open_next_attempt(submission, criteria=criteria, due_at=due, by=by, now=now)
