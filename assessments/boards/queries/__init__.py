"""What boards read; import each from here."""

from assessments.boards.queries.meetings import (
    cohorts_for_a_board,
    get_outcome,
    get_pack,
    get_sheet,
    list_boards,
    list_papers,
    minutes_for,
    visible_boards,
)
from assessments.boards.queries.minutes import write_minutes

__all__ = [
    "cohorts_for_a_board",
    "get_outcome",
    "get_pack",
    "get_sheet",
    "list_boards",
    "list_papers",
    "minutes_for",
    "visible_boards",
    "write_minutes",
]
