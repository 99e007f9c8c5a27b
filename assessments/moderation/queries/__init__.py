"""What moderation reads; import each from here."""

from assessments.moderation.queries.changes import count_run, get_reach, list_interim_items, list_run, visible_changes
from assessments.moderation.queries.plans import (
    get_plan,
    list_changed,
    list_cohorts_in_progress,
    list_in_progress,
    list_open_changes,
    list_ready_cohorts,
    visible_cohorts,
    why_nobody,
)
from assessments.moderation.queries.pool import differences_of, draw_again, list_unsampled, pieces_of
from assessments.moderation.queries.reports import figures_of, list_figures
from assessments.moderation.queries.rereading import list_to_reread
from assessments.moderation.queries.samples import (
    get_progress,
    list_items,
    list_lines,
    list_population,
    list_samples,
    next_to_review,
    visible_samples,
    with_outcomes,
)
from assessments.moderation.queries.statistics import count_pairs, get_statistics, list_turnarounds, sum_up

__all__ = [
    "count_pairs",
    "count_run",
    "differences_of",
    "draw_again",
    "figures_of",
    "get_plan",
    "get_progress",
    "get_reach",
    "get_statistics",
    "list_changed",
    "list_figures",
    "list_cohorts_in_progress",
    "list_in_progress",
    "list_interim_items",
    "list_items",
    "list_lines",
    "list_open_changes",
    "list_population",
    "list_ready_cohorts",
    "list_run",
    "list_samples",
    "list_to_reread",
    "list_turnarounds",
    "list_unsampled",
    "next_to_review",
    "pieces_of",
    "sum_up",
    "visible_changes",
    "visible_cohorts",
    "visible_samples",
    "why_nobody",
    "with_outcomes",
]
