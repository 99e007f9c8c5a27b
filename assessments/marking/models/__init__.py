"""What marking keeps: allocations and marks, agreements between marks, and comments to use again."""

from assessments.marking.models.agreements import Agreement
from assessments.marking.models.comments import Comment, CommentUse
from assessments.marking.models.countersignatures import Countersignature
from assessments.marking.models.marks import (
    UNSIGNED,
    Allocation,
    Judgement,
    Mark,
    Need,
    Shortfall,
    TeamNote,
    kept_from,
)
from assessments.marking.models.pins import Pin

__all__ = [
    "UNSIGNED",
    "Agreement",
    "Allocation",
    "Comment",
    "CommentUse",
    "Countersignature",
    "Judgement",
    "Mark",
    "Need",
    "Pin",
    "Shortfall",
    "TeamNote",
    "kept_from",
]
