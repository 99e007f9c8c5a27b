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


class Report(TextChoices):
    """What was decided about telling the Information Commissioner, within 72 hours."""

    TOLD = "told", "The regulator was told"
    NOT_NEEDED = "not_needed", "Need not be told: no risk to anybody is likely"


class ConcernAbout(TextChoices):
    SOMEBODY = "somebody", "Somebody in the evidence may be at risk"
    PRACTICE = "practice", "How the learner works may put somebody at risk"
    LEARNER = "learner", "The learner may be living with abuse, or in danger"
    SELF = "self", "A learner asks to talk to somebody"


class ConcernOutcome(TextChoices):
    SERVICE_TOLD = "service_told", "The learner’s service was told, and acts"
    REFERRED = "referred", "Referred to children’s or adults’ social care, or the police"
    SUPPORT = "support", "Support was offered"
    NOTHING = "nothing", "Nothing more is needed"


class Unusual(TextChoices):
    OUTSIDE = "outside", "Read without an allocation, a sample or an opening that covers it"
    NIGHT = "night", "Read between 10 at night and 6 in the morning"
    MANY = "many", "More than 30 items within an hour"
    SURNAME = "surname", "Reader and learner have the same surname"


class CaseState(TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


CASE_MOVES = {CaseState.OPEN: {CaseState.CLOSED}, CaseState.CLOSED: set()}


class PassageVerdict(TextChoices):
    """What a lead says of a passage that a learner keeps for a reason."""

    STAYS = "stays", "It may stay"
    CHANGES = "changes", "It has to change"
