"""Stages and states of marking and of agreement, and what may be said of a criterion."""

from django.db.models import TextChoices


class Stage(TextChoices):
    FIRST = "first", "First mark"
    SECOND = "second", "Second mark"
    THIRD = "third", "Third mark"
    AGREED = "agreed", "Agreed mark"


# Stages in which somebody judges the work for themselves; an agreed mark comes of these.
JUDGED = (Stage.FIRST, Stage.SECOND, Stage.THIRD)


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


class Lack(TextChoices):
    """Why evidence is refused: it has to be valid, authentic, current and sufficient."""

    VALID = "valid", "Not valid: it does not show this criterion"
    AUTHENTIC = "authentic", "Not authentic: it may not be the learner's own"
    CURRENT = "current", "Not current: the practice is too long ago"
    SUFFICIENT = "sufficient", "Not sufficient: it does not show enough yet"


class AgreementState(TextChoices):
    OPEN = "open", "To be agreed"
    PROPOSED = "proposed", "Waits for the other assessor"
    THIRD = "third", "Waits for a third mark"
    AGREED = "agreed", "Agreed"
    WITHDRAWN = "withdrawn", "Taken back"


AGREEMENT_MOVES = {
    AgreementState.OPEN: {
        AgreementState.PROPOSED,
        AgreementState.THIRD,
        AgreementState.AGREED,
        AgreementState.WITHDRAWN,
    },
    AgreementState.PROPOSED: {AgreementState.OPEN, AgreementState.THIRD, AgreementState.AGREED},
    AgreementState.THIRD: {AgreementState.WITHDRAWN},
    AgreementState.AGREED: {AgreementState.WITHDRAWN},
    AgreementState.WITHDRAWN: set(),
}


class Outcome(TextChoices):
    """What the judgements of one mark amount to under the criterion scheme (MRK-5)."""

    PASS = "pass", "Every criterion met"
    REFER = "refer", "Resubmit"
