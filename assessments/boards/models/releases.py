"""Letting the results of a meeting out: asked by one person, agreed by another, done after a while in which either stops it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.boards.models.meetings import Board
from assessments.boards.states import ReleaseState


class Release(models.Model):
    """One attempt to let results out. `goes_at` is set when the second person agrees."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, models.PROTECT, related_name="releases")
    state = models.CharField(max_length=20, choices=ReleaseState, default=ReleaseState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    goes_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    stopped_reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReleaseState), name="release_state_known"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")), name="release_by_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "done"])
                | Q(agreed_by__isnull=False, agreed_at__isnull=False, goes_at__isnull=False),
                name="release_agreed_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["board"], condition=~Q(state="cancelled"), name="one_standing_release_per_board"
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"
