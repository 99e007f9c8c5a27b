"""What pages of marking read, each in a constant number of queries."""

from assessments.marking.queries.comments import comments_by_criterion, criteria_to_comment, list_comments
from assessments.marking.queries.desk import (
    Missing,
    Row,
    find_missing,
    get_whole_note,
    list_rows,
    marks_beside,
    version_of,
)
from assessments.marking.queries.earlier import attempt_before, judged_before
from assessments.marking.queries.pool import list_free, list_held
from assessments.marking.queries.queue import (
    Figures,
    Line,
    get_figures,
    list_criteria,
    list_lost,
    list_marked,
    list_queue,
    next_to_judge,
    next_to_mark,
)

__all__ = [
    "Figures",
    "Line",
    "Missing",
    "Row",
    "attempt_before",
    "comments_by_criterion",
    "criteria_to_comment",
    "find_missing",
    "get_figures",
    "get_whole_note",
    "judged_before",
    "list_comments",
    "list_criteria",
    "list_free",
    "list_held",
    "list_lost",
    "list_marked",
    "list_queue",
    "list_rows",
    "marks_beside",
    "next_to_judge",
    "next_to_mark",
    "version_of",
]
