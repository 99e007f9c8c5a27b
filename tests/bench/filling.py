"""Fills an installation with many candidates, straight into the tables: the rows that the actions would leave."""

import hashlib
from datetime import timedelta

from assessments.boards.models import Board, BoardMember
from assessments.boards.states import BoardState
from assessments.moderation.models import Sample
from assessments.moderation.states import SampleState
from assessments.portfolios.states import SubmissionState
from courses.delivery.models import Cohort, CohortRole, CohortStaff, LiveSession
from courses.delivery.states import CohortState
from tests.bench.candidates import Candidate
from tests.bench.installation import Installation
from tests.bench.rows import Rows

COHORT_SIZE = 25
CHUNK = 500


def fill(at: Installation, until: int) -> None:
    """Add cohorts of candidates until there are so many."""
    while at.count < until:
        end = min(until, at.count + CHUNK)
        rows = Rows()
        for first in range(at.count, end, COHORT_SIZE):
            _add_cohort(at, rows, range(first, min(first + COHORT_SIZE, end)))
        rows.write()
        at.count = end


def _add_cohort(at: Installation, rows: Rows, numbers: range) -> None:
    """One cohort with its staff, a session, a sample, a board, and the candidates of these numbers."""
    cohort = rows.add(
        Cohort(
            code=f"BENCH-{numbers[0]:06}",
            version=at.version,
            accreditation=at.accreditation,
            state=CohortState.OPEN,
            starts_on=at.day(-200),
            due_at=at.ago(-10),
            board_on=at.day(-20),
            created_by=at.coordinator,
            created_at=at.ago(230),
        )
    )
    posts = [(at.coordinator, CohortRole.INTAKE), (at.moderator, CohortRole.MODERATOR)]
    posts += [(person, CohortRole.ASSESSOR) for person in at.assessors]
    posts += [(person, CohortRole.BOARD) for person in at.board]
    for person, post in posts:
        rows.add(CohortStaff(cohort=cohort, person=person, role=post))
    start = at.ago(-5)
    rows.add(
        LiveSession(
            cohort=cohort, title="Live day", starts_at=start, ends_at=start + timedelta(hours=5), changed_at=at.ago(50)
        )
    )
    sample = _add_sample(at, rows, cohort)
    board = _add_board(at, rows, cohort, BoardState.RELEASED)
    ratified = _add_board(at, rows, cohort, BoardState.RATIFIED)
    for number in numbers:
        boards = {SubmissionState.RATIFIED: ratified, SubmissionState.RELEASED: board}
        Candidate(at, rows, cohort, number).add(sample, boards)


def _add_sample(at: Installation, rows: Rows, cohort: Cohort) -> Sample:
    return rows.add(
        Sample(
            cohort=cohort,
            number=1,
            state=SampleState.CONFIRMED,
            seed="bench",
            rule="percent=10 floor=8 all_below=10 random_minimum=3",
            rules_version="2026-1",
            population=COHORT_SIZE,
            population_digest=hashlib.sha256(cohort.code.encode()).hexdigest(),
            report="Read as drawn; the marking is sound.",
            moderator=at.moderator,
            drawn_at=at.ago(30),
            closed_at=at.ago(28),
        )
    )


def _add_board(at: Installation, rows: Rows, cohort: Cohort, state: BoardState) -> Board:
    is_released = state == BoardState.RELEASED
    board = Board(
        cohort=cohort,
        state=state,
        held_on=at.day(-20),
        chair=at.board[0],
        rules_version="2026-1",
        created_by=at.coordinator,
        created_at=at.ago(27),
        papers_at=at.ago(26),
        ratified_by=at.board[0],
        ratified_at=at.ago(20),
        released_by=at.coordinator if is_released else None,
        released_at=at.ago(19) if is_released else None,
    )
    for person in at.board:
        rows.add(BoardMember(board=board, person=person))
    return rows.add(board)
