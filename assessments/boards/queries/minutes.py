"""Minutes in plain words, drafted from what was done: by candidate number, and codes where circumstances stand."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Prefetch

from assessments.boards.models import Board, Decision
from assessments.boards.rules import count_quorum
from assessments.boards.states import BoardKind, Result, Seat
from cpd.accounts.templatetags.words import counted, day, when


def write_minutes(board: Board, remarks: str = "", *, hidden: Collection[UUID] = ()) -> str:
    """The whole text: quorum, interests, chair's actions, decisions, endorsements, remarks. A constant number of queries."""
    sections = [
        ("Meeting", _about(board)),
        ("Present", _present(board)),
        ("Interests", _interests(board)),
        ("Chair's actions since the last meeting", _chairs_actions(board)),
        ("Decisions", _decisions(board, hidden)),
        ("For the university", _endorsements(board)),
        ("Remarks", [remarks] if remarks else []),
    ]
    return "\n\n".join("\n".join([title, *lines]) for title, lines in sections if lines)


def _about(board: Board) -> list[str]:
    lines = [f"{board.get_kind_display()}, cohort {board.cohort.code}, {day(board.held_on)}."]
    lines.append(f"Papers frozen {when(board.papers_at)}. Rule set {board.rules_version}.")
    if board.notice_reason:
        lines.append(f"Called at short notice: {board.notice_reason}")
    if board.papers_reason:
        lines.append(f"Papers late: {board.papers_reason}")
    if board.chairs_reason:
        lines.append(f"Why it could not wait: {board.chairs_reason}")
    return lines


def _present(board: Board) -> list[str]:
    quorum = count_quorum(board)
    lines = [f"Chair: {board.chair}."]
    for member in board.members.all():
        if member.person_id != board.chair_id:
            seat = "" if member.seat == Seat.MEMBER else f", {member.get_seat_display().lower()}"
            lines.append(f"{member.person}{seat}{'' if member.is_present else ' (apologies)'}.")
    if board.kind == BoardKind.MEETING:
        words = "the board was quorate" if quorum.is_met else f"no quorum: {'; '.join(quorum.missing)}"
        lines.append(f"{quorum.present} present, {quorum.needed} needed: {words}.")
    return lines


def _interests(board: Board) -> list[str]:
    left: dict[str, int] = {}
    for person in (conflict.person for paper in _papers(board) for conflict in paper.conflicts.all()):
        left[str(person)] = left.get(str(person), 0) + 1
    return [
        f"{name} declared an interest in {counted(number, 'candidate')} and left for it."
        for name, number in left.items()
    ] or ["Nobody declared an interest."]


def _chairs_actions(board: Board) -> list[str]:
    return [
        f"{day(reported.held_on)}, cohort {reported.cohort.code}, {counted(reported.papers.count(), 'candidate')}: "
        f"{reported.chairs_reason}"
        for reported in board.reported.select_related("cohort").order_by("held_on")
    ]


def _decisions(board: Board, hidden: Collection[UUID]) -> list[str]:
    lines = []
    for paper in _papers(board):
        if paper.pk in hidden:
            lines.append("One candidate is not shown to you.")
            continue
        decision = paper.standing[0] if paper.standing else None
        if paper.withdrawn_at:
            lines.append(f"{paper.candidate_number}: taken off the papers. {paper.withdrawn_reason}")
            continue
        score = f", {paper.counts}" if paper.final_score is not None else ""
        if paper.cap:
            score += f" (given {paper.given}; capped: {paper.get_cap_display().lower()})"
        codes = f" [{paper.circumstances}]" if paper.circumstances else ""
        left = len(paper.conflicts.all())
        words = Result(decision.result).label if decision else "Not decided"
        changed = (
            f" Proposed: {paper.get_proposed_display()}. {decision.reason}" if decision and decision.reason else ""
        )
        away = f" {counted(left, 'member')} left for this candidate." if left else ""
        lines.append(
            f"{paper.candidate_number}, attempt {paper.submission.attempt}{codes}: {words}{score}.{changed}{away}"
        )
    return lines


def _endorsements(board: Board) -> list[str]:
    return [
        f"{member.person}, {member.get_seat_display().lower()}, in writing: {member.endorsement}"
        for member in board.members.all()
        if member.endorsed_at
    ]


def _papers(board: Board):
    if not hasattr(board, "minuted"):
        standing = Decision.objects.filter(superseded_by__isnull=True)
        board.minuted = list(
            board.papers.select_related("submission")
            .prefetch_related("conflicts__person", Prefetch("decisions", standing, to_attr="standing"))
            .order_by("candidate_number")
        )
    return board.minuted
