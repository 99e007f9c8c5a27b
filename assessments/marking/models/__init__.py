"""What marking keeps: allocations and marks, agreements between marks, and comments to use again."""

from assessments.marking.models.agreements import Agreement
from assessments.marking.models.comments import Comment, CommentUse
from assessments.marking.models.marks import Allocation, Judgement, Mark, Need, Shortfall, TeamNote

__all__ = ["Agreement", "Allocation", "Comment", "CommentUse", "Judgement", "Mark", "Need", "Shortfall", "TeamNote"]
