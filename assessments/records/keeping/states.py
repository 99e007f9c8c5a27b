"""Kinds of record, from what day they are kept, how they go, and the life of a destruction run."""

from django.db.models import TextChoices


class RecordKind(TextChoices):
    """What is kept for one reason and for one time."""

    AWARD = "award", "Awards and certificates"
    EVIDENCE = "evidence", "Portfolios and their evidence"
    SAMPLE = "sample", "Portfolios that a moderator sampled"
    LEARNING = "learning", "Notes, progress and attendance"
    MARKING = "marking", "Feedback, marking notes and moderation"
    BOARD = "board", "Board papers and minutes"
    CASES = "cases", "Circumstances, adjustments and appeals"
    SAFEGUARDING = "safeguarding", "Safeguarding concerns and incidents"
    ACCOUNT = "account", "Account, contact and sign-in"
    ACCESS = "access", "Copies of a person's own information"
    NAMES = "names", "Names to look for in the identity check"
    ROSTER = "roster", "Lists of learners that were uploaded"
    QUARANTINE = "quarantine", "Evidence that is locked away"
    AGREEMENT = "agreement", "Agreements with universities"
    EVALUATION = "evaluation", "What learners said of their module"
    VISIT = "visit", "Visits, findings and reports of universities"
    VAULT = "vault", "Copies of the vault with its keys"
    BACKUP = "backup", "Backups of the database"
    HISTORY = "history", "The record of who did what"


class How(TextChoices):
    """Who destroys it when its time is over."""

    RUN = "run", "Two people, by a destruction run"
    CLOCK = "clock", "The service, by itself"
    HAND = "hand", "The person responsible, by hand"
    NEVER = "never", "Nobody: it is kept"


class Unit(TextChoices):
    DAYS = "days", "days"
    MONTHS = "months", "months"
    YEARS = "years", "years"
    EVER = "ever", "for ever"


class Counted(TextChoices):
    """The event from which the time is counted."""

    RESULT = "result", "the result was released and every appeal is closed"
    ENDED = "ended", "the enrolment ended"
    COHORT = "cohort", "the course ended"
    YEAR = "year", "the end of that academic year (31 July)"
    CLOSED = "closed", "it was closed"
    MADE = "made", "it was made"


# What an administrator may change, and the events that make sense for it.
CHANGEABLE = (
    RecordKind.EVIDENCE,
    RecordKind.SAMPLE,
    RecordKind.LEARNING,
    RecordKind.MARKING,
    RecordKind.BOARD,
    RecordKind.CASES,
    RecordKind.EVALUATION,
    RecordKind.SAFEGUARDING,
    RecordKind.ACCOUNT,
)
EVENTS = (Counted.RESULT, Counted.ENDED, Counted.COHORT, Counted.YEAR)


class RunState(TextChoices):
    PROPOSED = "proposed", "Waits for a second person"
    APPROVED = "approved", "Being carried out"
    DONE = "done", "Carried out"
    REFUSED = "refused", "Refused by the second person"
    DROPPED = "dropped", "Dropped"


RUN_MOVES = {
    RunState.PROPOSED: {RunState.APPROVED, RunState.REFUSED, RunState.DROPPED},
    RunState.APPROVED: {RunState.DONE},
    RunState.DONE: set(),
    RunState.REFUSED: set(),
    RunState.DROPPED: set(),
}


class UnitState(TextChoices):
    """Of one line of a run: emptied in the database, then its keys destroyed, then done."""

    WAITING = "waiting", "Waits"
    EMPTIED = "emptied", "Keys are being destroyed"
    DONE = "done", "Destroyed"
    KEPT = "kept", "Kept: a hold or an open matter came in between"


UNIT_MOVES = {
    UnitState.WAITING: {UnitState.EMPTIED, UnitState.KEPT},
    UnitState.EMPTIED: {UnitState.DONE},
    UnitState.DONE: set(),
    UnitState.KEPT: set(),
}
