"""Where a condition of an agreement can be, and what it may become."""

from django.db.models import TextChoices


class ConditionKind(TextChoices):
    CONDITION = "condition", "Condition"
    RECOMMENDATION = "recommendation", "Recommendation"


class ConditionState(TextChoices):
    OPEN = "open", "Open"
    MET = "met", "Met"
    WAIVED = "waived", "Waived by the university"


CONDITION_MOVES = {
    ConditionState.OPEN: {ConditionState.MET, ConditionState.WAIVED},
    ConditionState.MET: set(),
    ConditionState.WAIVED: set(),
}
