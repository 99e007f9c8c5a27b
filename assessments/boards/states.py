"""The life of a board meeting and of a release, who sits at the table as what, and the results a board may decide."""

from django.db.models import TextChoices


class BoardState(TextChoices):
    SCHEDULED = "scheduled", "Scheduled"
    PAPERS = "papers", "Papers frozen"
    RATIFIED = "ratified", "Ratified"
    RELEASED = "released", "Results released"


BOARD_MOVES = {
    BoardState.SCHEDULED: {BoardState.PAPERS},
    BoardState.PAPERS: {BoardState.RATIFIED},
    BoardState.RATIFIED: {BoardState.RELEASED},
    BoardState.RELEASED: set(),
}


class BoardKind(TextChoices):
    MEETING = "meeting", "Board meeting"
    CHAIRS_ACTION = "chairs_action", "Chair's action between meetings"


class Seat(TextChoices):
    """As what somebody sits at the table; the chair is one of the members."""

    MEMBER = "member", "Member"
    UNIVERSITY = "university", "For the university"
    EXAMINER = "examiner", "External examiner"


class ReleaseState(TextChoices):
    ASKED = "asked", "Waits for a second person"
    AGREED = "agreed", "Will be released"
    DONE = "done", "Released"
    CANCELLED = "cancelled", "Stopped"


RELEASE_MOVES = {
    ReleaseState.ASKED: {ReleaseState.AGREED, ReleaseState.CANCELLED},
    ReleaseState.AGREED: {ReleaseState.DONE, ReleaseState.CANCELLED},
    ReleaseState.DONE: set(),
    ReleaseState.CANCELLED: set(),
}


class MinutesState(TextChoices):
    DRAFT = "draft", "Drafted"
    CONFIRMED = "confirmed", "Confirmed"


MINUTES_MOVES = {MinutesState.DRAFT: {MinutesState.CONFIRMED}, MinutesState.CONFIRMED: set()}


class Cap(TextChoices):
    """Why a numeric mark counts for less than it was given; both are kept (LAT-2)."""

    LATE = "late", "Handed in late"
    AGAIN = "again", "A later attempt"


class Result(TextChoices):
    PASS = "pass", "Pass"
    REFER = "refer", "Resubmit"
    DEFER = "defer", "Defer"
    FAIL = "fail", "Fail"
