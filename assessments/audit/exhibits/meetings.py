"""Exhibits 11 and 12: what boards did, and what examiners and the provider said to each other."""

import re
from collections import defaultdict
from collections.abc import Iterator

from assessments.audit.exhibits.contents import Part, Scope, count_column, day_column, each_line, local_day, table_of
from assessments.audit.models import Finding, Message, Report, Response, Visit
from assessments.audit.states import Opinion
from assessments.boards.models import Board, BoardMember, Decision, Paper
from assessments.boards.rules.quorum import count_quorum
from assessments.boards.states import MinutesState, Result
from assessments.portfolios.models import Submission
from cpd.accounts.templatetags.words import counted, day
from cpd.documents.tables import Column, Kind

# The codes of side cases behind a candidate number: an auditor reads counts of them and no more.
CODES = re.compile(r"^(\S+, attempt \d+) \[[^\]]*\]", re.MULTILINE)
SHARED = ("standards", "comparable", "rigour", "evidence_seen", "earlier", "good_practice")


def boards(scope: Scope) -> Iterator[Part]:
    """Exhibit 11."""
    meetings = list(
        Board.objects.filter(cohort__in=scope.cohort_ids)
        .select_related("cohort__accreditation", "cohort__version", "minutes", "chair")
        .prefetch_related("members__person", "cohort__accreditation__rule_sets")
        .order_by("held_on", "pk")
    )
    numbers = {board.pk: place for place, board in enumerate(meetings, start=1)}
    yield Part(
        "Meetings and chair's actions",
        () if meetings else ("No board has met for these cohorts.",),
        table_of(
            scope,
            11,
            "meetings",
            "Meetings and chair's actions",
            [count_column("No."), "Cohort", "Kind", day_column("Held"), "State", "Quorum"],
            (
                (
                    numbers[board.pk],
                    board.cohort.code,
                    board.get_kind_display(),
                    board.held_on,
                    board.get_state_display(),
                    _quorum(board),
                )
                for board in meetings
            ),
        ),
    )
    yield Part(
        "From the papers to the results",
        (),
        table_of(
            scope,
            11,
            "days",
            "Days and reasons of each meeting",
            [count_column("No."), "Rules", day_column("Papers"), day_column("Ratified"), day_column("Released")]
            + ["Reported to meeting", "Reasons written down"],
            (
                (
                    numbers[board.pk],
                    board.rules_version,
                    local_day(board.papers_at),
                    local_day(board.ratified_at),
                    local_day(board.released_at),
                    str(numbers[board.reported_to_id]) if board.reported_to_id in numbers else None,
                    "\n".join(filter(None, [board.notice_reason, board.papers_reason, board.chairs_reason])) or None,
                )
                for board in meetings
            ),
        ),
    )
    yield Part(
        "Who sat",
        (),
        table_of(
            scope,
            11,
            "members",
            "Members of each meeting",
            [count_column("Meeting"), "Code", "Seat", "Chair", "Present", "Endorsed in writing"],
            (
                (
                    numbers[board.pk],
                    scope.code_of(member.person_id),
                    member.get_seat_display(),
                    member.person_id == board.chair_id,
                    member.is_present,
                    member.endorsement or None,
                )
                for board in meetings
                for member in _by_code(scope, board)
            ),
        ),
    )
    yield Part(
        "Result sheet",
        ("The papers as they were frozen, and what was decided on each; later decisions stand under the first.",),
        table_of(
            scope,
            11,
            "results",
            "Result sheet",
            [
                count_column("Meeting"),
                "Candidate",
                count_column("Attempt"),
                "Proposed",
                "Decided",
                "By",
                day_column("On"),
            ]
            + ["Stands", Column("Score", Kind.NUMBER), count_column("Ratified as"), "Notes"],
            _sheet(scope, numbers),
        ),
    )
    hidden = set(
        Submission.objects.filter(portfolio__enrolment__learner=scope.visit.auditor).values_list(
            "portfolio__enrolment__candidate_number", flat=True
        )
    )
    for board in meetings:
        minutes = getattr(board, "minutes", None)
        if minutes and minutes.state == MinutesState.CONFIRMED:
            yield Part(
                f"Minutes of meeting {numbers[board.pk]}, {day(board.held_on)}, confirmed {day(minutes.confirmed_at)}",
                tuple(_without_names(board, _shown(minutes.text, hidden), scope)),
            )


def examiners(scope: Scope) -> Iterator[Part]:
    """Exhibit 12: visits under this agreement, signed reports without their restricted part, responses, the tracker."""
    accreditation = scope.visit.accreditation
    visits = list(
        Visit.objects.filter(
            accreditation__reference=accreditation.reference,
            accreditation__university=accreditation.university_id,
            opened_at__isnull=False,
            opened_at__lte=scope.visit.opened_at,
        ).order_by("opened_at", "pk")
    )
    numbers = {visit.pk: place for place, visit in enumerate(visits, start=1)}
    reports = {row.visit_id: row for row in Report.objects.filter(visit__in=visits, signed_at__isnull=False)}
    responses = {row.visit_id: row for row in Response.objects.filter(visit__in=visits)}
    yield Part(
        "Visits, reports and responses",
        (),
        table_of(
            scope,
            12,
            "visits",
            "Visits under the agreement",
            [count_column("Visit"), "What for", day_column("Opened"), day_column("Reading until"), day_column("Report")]
            + ["Opinion", day_column("Response"), "State"],
            (
                (
                    numbers[visit.pk],
                    visit.purpose,
                    local_day(visit.opened_at),
                    visit.closes_on,
                    local_day(reports[visit.pk].signed_at) if visit.pk in reports else None,
                    str(Opinion(reports[visit.pk].opinion).label) if visit.pk in reports else None,
                    local_day(responses[visit.pk].sent_at) if visit.pk in responses else None,
                    visit.get_state_display(),
                )
                for visit in visits
            ),
        ),
    )
    for visit in visits:
        if visit.pk in reports:
            lines = [line for part in SHARED for line in each_line(getattr(reports[visit.pk], part))]
            yield Part(f"Report of visit {numbers[visit.pk]}, the part that may be shared", tuple(lines))
        if visit.pk in responses:
            lines = tuple(each_line(responses[visit.pk].text))
            yield Part(f"Response to visit {numbers[visit.pk]}", lines)
    yield Part(
        "Action tracker",
        (),
        table_of(
            scope,
            12,
            "tracker",
            "Action tracker",
            [count_column("Visit"), count_column("No."), "Kind", "Title", day_column("Due"), "State", "Owner"]
            + ["Last answer", day_column("Done by"), day_column("Closed")],
            _tracker(scope, numbers),
        ),
    )


def _tracker(scope: Scope, numbers: dict) -> list[tuple]:
    rows = list(Finding.objects.raised().filter(visit__in=numbers).order_by("visit__opened_at", "number"))
    last: dict = {}
    for message in Message.objects.filter(finding__in=rows, is_provider=True).order_by("written_at"):
        last[message.finding_id] = message
    return [
        (
            numbers[row.visit_id],
            row.number,
            row.get_kind_display(),
            row.title,
            row.due_on,
            row.get_state_display(),
            scope.code_of(row.owner_id) or None,
            f"{last[row.pk].get_answer_display()}: {last[row.pk].text}" if row.pk in last else None,
            last[row.pk].done_by if row.pk in last else None,
            local_day(row.closed_at),
        )
        for row in rows
    ]


def _sheet(scope: Scope, numbers: dict) -> list[tuple]:
    papers = list(
        Paper.objects.filter(board__in=numbers, submission__in=scope.submissions)
        .select_related("submission")
        .prefetch_related("conflicts")
        .defer("submission__manifest")
        .order_by("board__held_on", "board", "candidate_number", "withdrawn_at")
    )
    decisions = defaultdict(list)
    for decision in (
        Decision.objects.filter(paper__in=[paper.pk for paper in papers])
        .select_related("superseded_by")
        .order_by("decided_at", "pk")
    ):
        decisions[decision.paper_id].append(decision)
    rows = []
    for paper in papers:
        for decision in decisions[paper.pk] or [None]:
            rows.append(
                (
                    numbers[paper.board_id],
                    paper.candidate_number,
                    paper.submission.attempt,
                    paper.get_proposed_display(),
                    str(Result(decision.result).label) if decision else None,
                    scope.code_of(decision.decided_by_id) if decision else None,
                    local_day(decision.decided_at) if decision else None,
                    getattr(decision, "superseded_by", None) is None if decision else None,
                    paper.score,
                    paper.final_score,
                    _notes(paper, decision),
                )
            )
    return rows


def _notes(paper: Paper, decision: Decision | None) -> str | None:
    left = len(paper.conflicts.all())
    words = [
        decision.reason if decision else "",
        f"{counted(left, 'member')} left for this candidate." if left else "",
        f"Taken off the papers: {paper.withdrawn_reason}" if paper.withdrawn_reason else "",
    ]
    return "\n".join(filter(None, words)) or None


def _quorum(board: Board) -> str:
    quorum = count_quorum(board)
    missing = "" if quorum.is_met else f" Missing: {'; '.join(quorum.missing)}."
    return f"{quorum.present} present, {quorum.needed} needed.{missing}"


def _by_code(scope: Scope, board: Board) -> list[BoardMember]:
    return sorted(board.members.all(), key=lambda member: scope.code_of(member.person_id))


def _shown(text: str, hidden: set[str]) -> str:
    """Minutes without codes of side cases, and without the auditor's own result, should she have learnt here."""
    lines = CODES.sub(r"\1", text).splitlines()
    return "\n".join(
        "One candidate is not shown to you." if line.split(",")[0] in hidden and hidden else line for line in lines
    )


def _without_names(board: Board, text: str, scope: Scope) -> Iterator[str]:
    """The members by their code, as everywhere but in exhibit 4."""
    for member in board.members.all():
        text = text.replace(str(member.person), scope.code_of(member.person_id))
    text = text.replace(str(board.chair), scope.code_of(board.chair_id))
    return each_line(text)
