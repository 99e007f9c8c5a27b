"""The papers of a meeting, what it decides on each, and ratifying all of it."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from assessments.boards.actions.meetings import lock_board
from assessments.boards.circumstances import codes_for
from assessments.boards.models import Board, Conflict, Decision, Paper
from assessments.boards.rounding import capped
from assessments.boards.rules import (
    check_can_decide,
    check_can_freeze,
    check_can_ratify,
    check_can_withdraw_paper,
    check_enough_stay,
    check_is_available,
    check_is_member,
    check_papers_in_time,
    check_result_fits,
)
from assessments.boards.states import BoardKind, BoardState, Result
from assessments.marking.models import Judgement, Mark
from assessments.marking.states import Outcome, Verdict
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import lock, move
from assessments.portfolios.states import SubmissionState
from courses.delivery.queries.calendars import calendar_of
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed


@action
def freeze_papers(board: Board, *, by: User, now: datetime, late_reason: str = "") -> Board:
    """Take the confirmed marks of the cohort as they stand now, by candidate number; again, to add what came since.

    A meeting hears of every chair's action that no meeting under its agreement has heard of.
    """
    board = lock_board(board)
    today = timezone.localdate(now)
    check_can_freeze(by, board, today)
    elsewhere = Paper.objects.on_the_table().filter(submission=OuterRef("pk"), board__state=BoardState.PAPERS)
    ready = list(
        Submission.objects.at(SubmissionState.CONFIRMED)
        .filter(~Exists(elsewhere), portfolio__enrolment__cohort=board.cohort_id)
        .select_related("portfolio__enrolment__version")
    )
    if not ready:
        raise NotAllowed("No confirmed marks are waiting for a board in this cohort. Moderation comes first.")
    check_papers_in_time(board, today, calendar_of(board.cohort), late_reason)
    Paper.objects.bulk_create(_papers(board, ready))
    if board.state == BoardState.SCHEDULED:
        board.state, board.papers_at = BoardState.PAPERS, now
    board.papers_reason = late_reason.strip() or board.papers_reason
    board.save(update_fields=["state", "papers_at", "papers_reason"])
    heard = _report_chairs_actions(board)
    record("board.papers_frozen", by=by, about=board, now=now, papers=len(ready), chairs_actions=heard)
    return board


@action
def withdraw_paper(paper: Paper, *, reason: str, by: User, now: datetime) -> Paper:
    """Take a candidate off the papers, because the mark changed or for another reason; it comes to another meeting."""
    lock_board(paper.board)
    paper = Paper.objects.select_for_update(of=["self"]).select_related("board").get(pk=paper.pk)
    check_can_withdraw_paper(by, paper, reason)
    paper.withdrawn_at, paper.withdrawn_reason = now, reason.strip()
    paper.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record("board.paper_withdrawn", by=by, about=paper, now=now, sealed={"reason": paper.withdrawn_reason})
    return paper


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
    lock_board(paper.board)
    paper = Paper.objects.select_related(
        "board__cohort__accreditation", "submission__portfolio__enrolment__learner"
    ).get(pk=paper.pk)
    result = Result(result)
    check_is_available(by, timezone.localdate(now))
    check_can_decide(by, paper)
    check_enough_stay(paper, timezone.localdate(now))
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
    board = lock_board(board)
    check_can_ratify(by, board)
    papers = list(board.papers.on_the_table().select_related("submission").order_by("pk"))
    for paper in papers:
        move(lock(paper.submission), SubmissionState.RATIFIED, now=now)
        paper.final_score = paper.counts
    Paper.objects.bulk_update(papers, ["final_score"])
    board.state = BoardState.RATIFIED
    board.ratified_by = by
    board.ratified_at = now
    board.save(update_fields=["state", "ratified_by", "ratified_at"])
    record("board.ratified", by=by, about=board, now=now, papers=len(papers))
    return board


def _papers(board: Board, submissions: list[Submission]) -> list[Paper]:
    """A constant number of queries, however many candidates there are."""
    marks = {mark.submission_id: mark for mark in Mark.objects.filter(submission__in=submissions, stands=True)}
    short = dict(
        Judgement.objects.filter(mark__in=marks.values())
        .exclude(verdict=Verdict.MET)
        .order_by()
        .values_list("mark")
        .annotate(short=Count("pk"))
    )
    codes, rules = codes_for(submissions), board.cohort.rules
    counted = {one.pk: capped(marks[one.pk].score, one, rules) for one in submissions}
    return [
        Paper(
            board=board,
            submission=submission,
            mark=mark,
            candidate_number=submission.portfolio.enrolment.candidate_number,
            proposed=Result.PASS if mark.outcome == Outcome.PASS else Result.REFER,
            # Under the numeric scheme no criterion is judged on its own (MRK-6).
            criteria_not_met=0 if mark.score is not None else short.get(mark.pk, 0),
            circumstances=codes.get(submission.pk, ""),
            score=mark.score,
            counted_score=counted[submission.pk][0],
            cap=counted[submission.pk][1],
        )
        for submission in submissions
        for mark in [marks[submission.pk]]
    ]


def _report_chairs_actions(board: Board) -> int:
    if board.kind == BoardKind.CHAIRS_ACTION:
        return 0
    unheard = Board.objects.filter(
        kind=BoardKind.CHAIRS_ACTION,
        cohort__accreditation=board.cohort.accreditation_id,
        state__in=[BoardState.RATIFIED, BoardState.RELEASED],
        reported_to__isnull=True,
    )
    return unheard.update(reported_to=board)
