"""The figures that a report is filled in with, in a line each."""

from assessments.audit.outcomes.counting import Facts
from assessments.audit.outcomes.topics.listing import list_topics
from assessments.audit.outcomes.topics.shown import Filter
from assessments.boards.states import Result
from cpd.documents.tables import Cell, Kind, say

# Topic, file, and the columns of its last row, which is that of the whole.
LINES = (
    ("by-cohort", "Decided", Kind.COUNT),
    *(("by-cohort", str(result.label), Kind.COUNT) for result in Result),
    ("by-cohort", "Share of passes", Kind.SHARE),
    ("turnaround", "Median", Kind.COUNT),
    ("turnaround", "90th percentile", Kind.COUNT),
    ("turnaround", "Within the target", Kind.SHARE),
    ("agreement-of-assessors", "The same", Kind.SHARE),
    ("agreement-of-moderators", "The same", Kind.SHARE),
    ("changes", "Marks read", Kind.COUNT),
    ("changes", "Queried", Kind.COUNT),
    ("changes", "Slips corrected", Kind.COUNT),
    ("changes", "Changes of a run", Kind.COUNT),
    ("changes", "Changed by the board", Kind.COUNT),
    ("retention", "Still here or completed", Kind.SHARE),
    ("appeals", "Made", Kind.COUNT),
)
WORDS = {
    ("by-cohort", "Decided"): "Decisions that stand",
    ("by-cohort", "Share of passes"): "Share of passes",
    ("turnaround", "Median"): "Working days to the mark: median",
    ("turnaround", "90th percentile"): "Working days to the mark: 90th percentile",
    ("turnaround", "Within the target"): "Marked within the target",
    ("agreement-of-assessors", "The same"): "First and second assessors judged the same",
    ("agreement-of-moderators", "The same"): "Moderators agreed with the marking",
    ("changes", "Marks read"): "Marks that moderators read",
    ("changes", "Queried"): "Marks that moderators queried",
    ("changes", "Slips corrected"): "Slips corrected after moderation",
    ("changes", "Changes of a run"): "Criteria judged again through a whole run",
    ("changes", "Changed by the board"): "Results decided otherwise than proposed",
    ("retention", "Still here or completed"): "Still here or completed",
    ("appeals", "Made"): "Appeals",
}


def list_lines(facts: Facts) -> list[tuple[str, str]]:
    """Each figure of the whole scope in words, with small numbers hidden as in the room."""
    tables = {
        sheet.table.name.removeprefix("outcomes-"): sheet.table
        for topic in list_topics(facts, Filter())
        for sheet in topic.sheets
    }
    lines = []
    for name, column, kind in LINES:
        table = tables[name]
        rows = list(table.rows)
        titles = [one.title for one in table.columns]
        value: Cell = rows[-1][titles.index(column)] if rows else None
        lines.append((WORDS.get((name, column), f"Decided: {column.lower()}"), say(value, kind)))
    return lines
