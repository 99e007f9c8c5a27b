"""Kinds of learning in a CPD record."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What sort of learning it was, in the words that CPD bodies use."""

    ASSESSED = "assessed", "Assessed module"
    TAUGHT = "taught", "Course, webinar or conference"
    READING = "reading", "Reading or self-directed learning"
    SUPERVISION = "supervision", "Supervision or reflective practice"
    PRACTICE = "practice", "Learning at work"


# What she adds herself; assessed modules come from her awards.
OWN_KINDS = [kind for kind in Kind if kind != Kind.ASSESSED]
