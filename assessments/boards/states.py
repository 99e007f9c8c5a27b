"""The life of a board meeting and the results it may decide."""

from django.db.models import TextChoices


class BoardState(TextChoices):
    SCHEDULED = "scheduled", "Scheduled"
    PAPERS = "papers", "Papers frozen"
    RATIFIED = "ratified", "Ratified"
    RELEASED = "released", "Results released"


BOARD_MOVES = {
    BoardState.SCHEDULED: {BoardState.PAPERS},
    BoardState.PAPERS: {BoardState.RATIFIED},
    BoardState.RATIFIED: {BoardState.RELEASED},
    BoardState.RELEASED: set(),
}


class Result(TextChoices):
    PASS = "pass", "Pass"
    REFER = "refer", "Resubmit"
    DEFER = "defer", "Defer"
    FAIL = "fail", "Fail"
