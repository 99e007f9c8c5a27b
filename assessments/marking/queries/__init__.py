"""What pages of marking read, each in a constant number of queries."""

from assessments.marking.queries.desk import (
    Missing,
    Row,
    find_missing,
    get_whole_note,
    list_rows,
    marks_beside,
    version_of,
)
from assessments.marking.queries.queue import Figures, get_figures, list_marked, list_queue, next_to_mark

__all__ = [
    "Figures",
    "Missing",
    "Row",
    "find_missing",
    "get_figures",
    "get_whole_note",
    "list_marked",
    "list_queue",
    "list_rows",
    "marks_beside",
    "next_to_mark",
    "version_of",
]
