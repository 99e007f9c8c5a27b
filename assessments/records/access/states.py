"""The life of a copy of a person's information."""

from django.db.models import TextChoices


class AccessState(TextChoices):
    ASKED = "asked", "Being put together"
    READY = "ready", "Ready"
    GONE = "gone", "Destroyed"


ACCESS_MOVES = {
    AccessState.ASKED: {AccessState.READY, AccessState.GONE},
    AccessState.READY: {AccessState.GONE},
    AccessState.GONE: set(),
}
