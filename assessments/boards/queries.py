"""Reads for the board's pages, by candidate number only."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from assessments.boards.models import Board, Decision, Paper
from assessments.boards.rules import check_can_decide, is_hidden_from
from assessments.boards.states import BoardState, Result
from assessments.marking.conflicts import gather
from assessments.marking.models import Judgement
from assessments.marking.states import Verdict
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
    def words(self) -> str:
        """The result as a learner reads it; in this sector "refer" means something else."""
        if self.decision.result == Result.REFER:
            return f"Resubmit: {self.to_show} {'criterion' if self.to_show == 1 else 'criteria'} to show"
        return Result(self.decision.result).label


def list_boards(person: User, role: Role) -> QuerySet[Board]:
    """The meetings a coordinator runs, or those a member sits on; newest first."""
    boards = Board.objects.select_related("cohort", "chair").annotate(
        paper_count=Count("papers", distinct=True),
        decided_count=Count("papers", filter=Q(papers__decisions__isnull=False), distinct=True),
    )
    if role != Role.COORDINATOR:
        boards = boards.filter(members__person=person)
    return boards.order_by("-held_on", "pk")


def visible_boards(person: User, role: Role) -> QuerySet[Board]:
    """The meetings this person may open."""
    boards = Board.objects.select_related("cohort__accreditation", "chair").prefetch_related("members__person")
    return boards if role == Role.COORDINATOR else boards.filter(members__person=person)


def cohorts_for_a_board() -> QuerySet[Cohort]:
    """Cohorts in which confirmed marks wait."""
    waiting = Submission.objects.at(SubmissionState.CONFIRMED).values("portfolio__enrolment__cohort")
    return Cohort.objects.filter(pk__in=waiting).order_by("code")


def get_sheet(board: Board, person: User) -> list[Row]:
    """The decision sheet: every paper, its standing decision, and why this member cannot decide it."""
    standing = Decision.objects.filter(superseded_by__isnull=True)
    papers = (
        board.papers.select_related("submission")
        .prefetch_related(Prefetch("decisions", standing, to_attr="standing"), "conflicts")
        .order_by("candidate_number")
    )
    is_deciding = board.state == BoardState.PAPERS
    is_member = any(member.person_id == person.pk for member in board.members.all())
    ties = gather([person], [paper.submission for paper in papers])
    rows = []
    for paper in papers:
        paper.board = board
        no = refusal(check_can_decide, person, paper, ties) if is_deciding else ""
        decision = paper.standing[0] if paper.standing else None
        rows.append(Row(paper, decision, no, is_hidden_from(person, paper, ties, is_member)))
    return rows


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
