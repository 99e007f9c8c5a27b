"""The life of a sample and of a run-wide change, why a mark is in a sample or not, and what a moderator may say of it."""

from django.db.models import TextChoices


class SampleState(TextChoices):
    DRAWN = "drawn", "Being moderated"
    CONFIRMED = "confirmed", "Confirmed"
    QUERIED = "queried", "Queried"


SAMPLE_MOVES = {
    SampleState.DRAWN: {SampleState.CONFIRMED, SampleState.QUERIED},
    SampleState.QUERIED: {SampleState.CONFIRMED},
    SampleState.CONFIRMED: set(),
}


class RunChangeState(TextChoices):
    PROPOSED = "proposed", "Waits for the assessor"
    ACKNOWLEDGED = "acknowledged", "Waits for the chair"
    APPROVED = "approved", "Approved: the run is marked again"
    REFUSED = "refused", "Not approved"
    WITHDRAWN = "withdrawn", "Taken back"


RUN_CHANGE_MOVES = {
    RunChangeState.PROPOSED: {RunChangeState.ACKNOWLEDGED, RunChangeState.WITHDRAWN},
    RunChangeState.ACKNOWLEDGED: {RunChangeState.APPROVED, RunChangeState.REFUSED, RunChangeState.WITHDRAWN},
    RunChangeState.APPROVED: set(),
    RunChangeState.REFUSED: set(),
    RunChangeState.WITHDRAWN: set(),
}


class Reason(TextChoices):
    """Why a mark is in a sample."""

    ALL = "all", "Small cohort: every submission"
    REFER = "refer", "Not every criterion met"
    BORDERLINE = "borderline", "One criterion short"
    NEAR_PASS = "near_pass", "Close to the pass mark"
    TOP_BAND = "top_band", "Highest band"
    RPL = "rpl", "Prior learning counted"
    OUTSIDE_ASSESSOR = "outside_assessor", "Assessor whose standing is not complete: countersigned"
    FULL = "full", "Allocated on condition that it is moderated"
    AGAIN = "again", "Marked again after moderation"
    NEW_ASSESSOR = "new_assessor", "New assessor: all are read"
    HALF = "half", "Assessor with a short record: half are read"
    ASSESSOR_COVER = "assessor_cover", "At least one of each assessor"
    BAND_COVER = "band_cover", "Some of each outcome"
    RANDOM = "random", "Drawn at random"
    ADDED = "added", "Added by a moderator"


class LeftOut(TextChoices):
    """Why a mark that could have been drawn is not in a sample."""

    NOT_DRAWN = "not_drawn", "In no group that must be read, and not drawn at random"
    OTHER_HALF = "other_half", "Of an assessor of whom half are read, and not in that half"
    CEILING = "ceiling", "The sample had reached the most that the rule asks for"


class Withheld(TextChoices):
    """Why a mark was not put before this moderator at all."""

    OWN_MARKING = "own_marking", "The moderator marked it"
    TOO_NEAR = "too_near", "The moderator stands too near to it"


class Record(TextChoices):
    """How far an assessor's record of confirmed decisions goes (SAM-7)."""

    NEW = "new", "New: all are read"
    SHORT = "short", "Short record: half are read"
    PROVEN = "proven", "Proven: the usual sample"


class Verdict(TextChoices):
    AGREED = "agreed", "I agree with the marking"
    QUERIED = "queried", "I would mark it differently"


class Slip(TextChoices):
    """What makes a correction clerical: the assessor's judgement was right, and what was entered was not (MRK-3)."""

    CONTRADICTS = "contradicts", "What was entered contradicts the assessor's own feedback"
    WRONG_CHOICE = "wrong_choice", "The assessor confirms that the wrong choice was pressed"
    WRONG_PORTFOLIO = "wrong_portfolio", "It was meant for another portfolio"


class Escalated(TextChoices):
    """Why a cohort has nobody who may moderate it."""

    OWN_MARKING = "own_marking", "The only moderator marked the work"
    TOO_NEAR = "too_near", "Every moderator marked the work or stands too near to a learner"
    NOBODY = "nobody", "Nobody is appointed as moderator"
