"""Reads for the board's pages, by candidate number only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, Q, QuerySet

from assessments.boards.models import Board, Decision, Paper
from assessments.boards.queries.minutes import write_minutes
from assessments.boards.rules import (
    check_can_decide,
    check_is_available,
    count_quorum,
    is_hidden_from,
    list_changed_papers,
    needs_examiner,
)
from assessments.boards.rules.quorum import Quorum
from assessments.boards.states import BoardState, Result
from assessments.marking.conflicts import gather
from assessments.marking.models import Judgement
from assessments.marking.states import Verdict
from assessments.moderation.models import Sample
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.models import Cohort
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import refusal


@dataclass(frozen=True)
class Row:
    """One candidate on the decision sheet, as this member may see it."""

    paper: Paper
    decision: Decision | None
    refusal: str
    is_hidden: bool = False
    is_stale: bool = False


@dataclass(frozen=True)
class Pack:
    """The pack of a meeting (screen 26)."""

    figures: dict[str, int]
    proposed: list[tuple[str, int]]
    quorum: Quorum
    needs_examiner: bool
    samples: QuerySet[Sample]
    chairs_actions: QuerySet[Board]
    changed: int


@dataclass(frozen=True)
class Outcome:
    """A learner's result, criterion by criterion."""

    submission: Submission
    decision: Decision
    judgements: list[Judgement]
    next_submission: Submission | None

    @property
    def to_show(self) -> int:
        return sum(judgement.verdict != Verdict.MET for judgement in self.judgements)

    @property
    def said(self) -> list[Judgement]:
        """The judgements a learner reads; under the numeric scheme those in which something is said."""
        return [one for one in self.judgements if not self.is_numeric or one.verdict or one.feedback.strip()]

    @property
    def is_numeric(self) -> bool:
        return self.decision.paper.score is not None

    @property
    def words(self) -> str:
        """The result as a learner reads it; in this sector "refer" means something else."""
        if self.is_numeric and self.decision.result in (Result.PASS, Result.REFER):
            word = "Pass" if self.decision.result == Result.PASS else "Resubmit"
            return f"{word}: {self.decision.paper.counts} out of 100"
        if self.decision.result == Result.REFER:
            return f"Resubmit: {self.to_show} {'criterion' if self.to_show == 1 else 'criteria'} to show"
        if self.decision.result == Result.DEFER:
            return "Deferred"
        return Result(self.decision.result).label


def list_boards(person: User, role: Role) -> QuerySet[Board]:
    """The meetings a coordinator runs, or those a member sits on; newest first."""
    boards = Board.objects.select_related("cohort", "chair").annotate(
        paper_count=Count("papers", filter=Q(papers__withdrawn_at__isnull=True), distinct=True),
        decided_count=Count(
            "papers", filter=Q(papers__decisions__isnull=False, papers__withdrawn_at__isnull=True), distinct=True
        ),
    )
    if role != Role.COORDINATOR:
        boards = boards.filter(members__person=person)
    return boards.order_by("-held_on", "pk")


def visible_boards(person: User, role: Role) -> QuerySet[Board]:
    """The meetings this person may open."""
    boards = Board.objects.select_related(
        "cohort__accreditation", "cohort__version", "chair", "minutes"
    ).prefetch_related("members__person", "cohort__accreditation__rule_sets")
    return boards if role == Role.COORDINATOR else boards.filter(members__person=person)


def cohorts_for_a_board() -> QuerySet[Cohort]:
    """Cohorts in which confirmed marks wait."""
    waiting = Submission.objects.at(SubmissionState.CONFIRMED).values("portfolio__enrolment__cohort")
    return Cohort.objects.filter(pk__in=waiting).order_by("code")


def list_papers(board: Board) -> QuerySet[Paper]:
    """The papers in the order of the sheet, with what was decided on each; those taken off stay to be seen."""
    standing = Decision.objects.filter(superseded_by__isnull=True)
    return (
        board.papers.select_related("submission", "mark")
        .prefetch_related(Prefetch("decisions", standing, to_attr="standing"), "conflicts")
        .order_by("candidate_number", "withdrawn_at")
    )


def get_sheet(board: Board, person: User, papers: Iterable[Paper], today: date) -> list[Row]:
    """These rows of the decision sheet: the standing decision of each, and why this member cannot decide it."""
    papers = list(papers)
    is_deciding = board.state == BoardState.PAPERS
    is_member = any(member.person_id == person.pk for member in board.members.all())
    ties = gather([person], [paper.submission for paper in papers])
    closed = refusal(check_is_available, person, today)
    rows = []
    for paper in papers:
        paper.board = board
        no = closed or refusal(check_can_decide, person, paper, ties) if is_deciding else ""
        decision = paper.standing[0] if paper.standing else None
        rows.append(Row(paper, decision, no, is_hidden_from(person, paper, ties, is_member), _is_stale(board, paper)))
    return rows


def get_pack(board: Board) -> Pack:
    """What a member reads before the meeting: figures, chair's actions and the reports of the moderators."""
    papers = board.papers.on_the_table()
    figures = papers.aggregate(
        total=Count("pk", distinct=True),
        decided=Count("pk", filter=Q(decisions__isnull=False), distinct=True),
        again=Count("pk", filter=Q(submission__attempt__gt=1), distinct=True),
        coded=Count("pk", filter=~Q(circumstances=""), distinct=True),
        differing=Count(
            "pk",
            filter=Q(decisions__isnull=False, decisions__superseded_by__isnull=True)
            & ~Q(decisions__result=F("proposed")),
            distinct=True,
        ),
        **{f"proposed_{result.value}": Count("pk", filter=Q(proposed=result), distinct=True) for result in Result},
    )
    return Pack(
        figures=figures,
        proposed=[(result.label, figures[f"proposed_{result.value}"]) for result in (Result.PASS, Result.REFER)],
        quorum=count_quorum(board),
        needs_examiner=needs_examiner(board.cohort),
        samples=board.cohort.samples.select_related("moderator").order_by("number"),
        chairs_actions=board.reported.select_related("cohort", "chair").order_by("held_on"),
        changed=len(list_changed_papers(board)) if board.state == BoardState.PAPERS else 0,
    )


def minutes_for(board: Board, person: User) -> str:
    """The minutes as this person may read them: nobody reads of her own result, or of one that she must not decide."""
    minutes = getattr(board, "minutes", None)
    papers = list(board.papers.select_related("submission"))
    ties = gather([person], [paper.submission for paper in papers])
    is_member = any(member.person_id == person.pk for member in board.members.all())
    hidden = {paper.pk for paper in papers if is_hidden_from(person, paper, ties, is_member)}
    if minutes and minutes.text and not hidden:
        return minutes.text
    return write_minutes(board, minutes.remarks if minutes else "", hidden=hidden)


def _is_stale(board: Board, paper: Paper) -> bool:
    """The mark changed after the papers were frozen, or is confirmed no longer."""
    fits = paper.mark.stands and paper.submission.state == SubmissionState.CONFIRMED
    return board.state == BoardState.PAPERS and not paper.withdrawn_at and not fits


def get_outcome(submission: Submission) -> Outcome | None:
    """A released result with its feedback, or None before release."""
    if submission.state != SubmissionState.RELEASED:
        return None
    decision = (
        submission.decisions.filter(superseded_by__isnull=True).select_related("paper__mark").latest("decided_at")
    )
    judgements = decision.paper.mark.judgements.select_related("criterion__outcome").order_by("criterion__position")
    following = Submission.objects.filter(previous=submission).order_by("-attempt", "-draft_number").first()
    return Outcome(submission, decision, list(judgements), following)
