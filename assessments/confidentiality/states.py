"""What intake may decide, and the lives of incidents and concerns."""

from django.db.models import TextChoices


class Intake(TextChoices):
    ACCEPTED = "accepted", "Accepted"
    RETURNED = "returned", "Returned for a correction"
    QUARANTINED = "quarantined", "An item was locked away"


class Slip(TextChoices):
    NAME = "name", "A name"
    PLACE = "place", "A place or address"
    DATE = "date", "An exact date"
    NUMBER = "number", "A case or reference number"
    DETAIL = "detail", "A detail that singles somebody out"
    OTHER = "other", "Something else"


class CaseState(TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


CASE_MOVES = {CaseState.OPEN: {CaseState.CLOSED}, CaseState.CLOSED: set()}
