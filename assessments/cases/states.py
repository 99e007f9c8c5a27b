"""The kinds of side cases, their one small machine, who answers each, how soon, and with which outcomes."""

from django.db.models import TextChoices


class Kind(TextChoices):
    EXTENSION = "extension", "More time"
    CIRCUMSTANCES = "circumstances", "Something that affected my work"
    BREAK = "break", "A break"
    ADJUSTMENT = "adjustment", "An adjustment to how I am assessed"
    PRIOR_LEARNING = "prior_learning", "Credit for earlier learning"
    MISCONDUCT = "misconduct", "A question about whose work it is"


class SideCaseState(TextChoices):
    ASKED = "asked", "Waiting for an answer"
    SEATED = "seated", "With its panel"
    ANSWERED = "answered", "Answered"
    TAKEN_BACK = "taken_back", "Taken back"


CS = SideCaseState
SIDE_CASE_MOVES = {
    CS.ASKED: {CS.SEATED, CS.ANSWERED, CS.TAKEN_BACK},
    CS.SEATED: {CS.ANSWERED, CS.TAKEN_BACK},
    CS.ANSWERED: set(),
    CS.TAKEN_BACK: set(),
}
OWNERS = {CS.ASKED: "coordinator", CS.SEATED: "panel", CS.ANSWERED: "nobody", CS.TAKEN_BACK: "nobody"}
OPEN = frozenset({CS.ASKED, CS.SEATED})


class Ground(TextChoices):
    """Why somebody needs more time (EXT-3). For none of them is evidence demanded; for the first four not even asked."""

    ABUSE = "abuse", "Domestic abuse that affects me"
    SAFETY = "safety", "My own safety, or that of my family"
    TRAUMA = "trauma", "What the work has done to me"
    CRISIS = "crisis", "A client's crisis, or a homicide review"
    COURT = "court", "Court, or a panel that I had to attend"
    HEALTH = "health", "My health, or that of somebody I care for"
    LOSS = "loss", "A bereavement"
    JOB = "job", "My job, in a way that could not be moved"
    TECHNICAL = "technical", "A fault of this service or of my equipment"
    OTHER = "other", "Something else"


class Outcome(TextChoices):
    """All that anybody beyond the deciders and the learner ever learns of a case."""

    GRANTED = "granted", "Agreed"
    DECLINED = "declined", "Not agreed"
    MORE_TIME = "more_time", "More time"
    PENALTY_REMOVED = "penalty_removed", "Lateness does not count"
    DEFERRED = "deferred", "Deferred: to be handed in later, no attempt used"
    NONE = "none", "Nothing changes"
    NO_CASE = "no_case", "No case to answer"
    NEW_ATTEMPT = "new_attempt", "Void; one new attempt"
    ENDED = "ended", "Void; the enrolment ends"


YES_OR_NO = (Outcome.GRANTED, Outcome.DECLINED)
# MC-1: a panel may give time, forgive lateness or defer. None of its outcomes touches a mark.
OUTCOMES: dict[str, tuple[Outcome, ...]] = {
    Kind.EXTENSION: YES_OR_NO,
    Kind.CIRCUMSTANCES: (Outcome.MORE_TIME, Outcome.PENALTY_REMOVED, Outcome.DEFERRED, Outcome.NONE),
    Kind.BREAK: YES_OR_NO,
    Kind.ADJUSTMENT: YES_OR_NO,
    Kind.PRIOR_LEARNING: YES_OR_NO,
    Kind.MISCONDUCT: (Outcome.NO_CASE, Outcome.NEW_ATTEMPT, Outcome.ENDED),
}
# Outcomes that need a number of days.
WITH_DAYS = frozenset({Outcome.MORE_TIME, Outcome.DEFERRED})
# Kinds that a panel decides; a coordinator seats it, and sees of these cases where they stand and no more.
BY_PANEL = frozenset({Kind.CIRCUMSTANCES, Kind.ADJUSTMENT, Kind.MISCONDUCT})
# Within so many working days the owner answers; the learner is told the day.
ANSWER_WORKING_DAYS = {
    Kind.EXTENSION: 2,
    Kind.BREAK: 2,
    Kind.CIRCUMSTANCES: 10,
    Kind.ADJUSTMENT: 10,
    Kind.PRIOR_LEARNING: 15,
    Kind.MISCONDUCT: 15,
}
# While one of these waits, no attempt is closed as not handed in.
STAYS_THE_CLOCK = frozenset({Kind.EXTENSION, Kind.CIRCUMSTANCES, Kind.BREAK, Kind.ADJUSTMENT})
# On the board's papers, as codes.
SHOWN_TO_BOARD = frozenset({Kind.CIRCUMSTANCES, Kind.MISCONDUCT})
