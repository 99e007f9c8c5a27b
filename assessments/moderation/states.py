"""The life of a sample, why an item is in it, and what a moderator may say of it."""

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


class Reason(TextChoices):
    ALL = "all", "Small cohort: every submission"
    REFER = "refer", "Not every criterion met"
    BORDERLINE = "borderline", "One criterion short"
    NEW_ASSESSOR = "new_assessor", "New assessor"
    ASSESSOR_COVER = "assessor_cover", "At least one of each assessor"
    RANDOM = "random", "Drawn at random"
    ADDED = "added", "Added by a moderator"


class Verdict(TextChoices):
    AGREED = "agreed", "I agree with the marking"
    QUERIED = "queried", "I would mark it differently"
