"""Stages and states of marking, and what may be said of a criterion."""

from django.db.models import TextChoices


class Stage(TextChoices):
    FIRST = "first", "First mark"
    SECOND = "second", "Second mark"


class AllocationState(TextChoices):
    ACTIVE = "active", "To mark"
    DONE = "done", "Marked"
    WITHDRAWN = "withdrawn", "Taken back"


ALLOCATION_MOVES = {
    AllocationState.ACTIVE: {AllocationState.DONE, AllocationState.WITHDRAWN},
    # A moderator sends the work back: the mark stays as it is, and a new allocation asks for a new one.
    AllocationState.DONE: {AllocationState.WITHDRAWN},
    AllocationState.WITHDRAWN: set(),
}


class MarkState(TextChoices):
    DRAFT = "draft", "Being written"
    FINAL = "final", "Final"


MARK_MOVES = {MarkState.DRAFT: {MarkState.FINAL}, MarkState.FINAL: set()}


class Verdict(TextChoices):
    MET = "met", "Met"
    NOT_YET_MET = "not_yet_met", "Not yet met"


class Outcome(TextChoices):
    """What the judgements of one mark amount to under the criterion scheme (MRK-5)."""

    PASS = "pass", "Every criterion met"
    REFER = "refer", "Resubmit"
