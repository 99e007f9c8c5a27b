"""Copies of everything that is kept about a person, for herself."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.records.access.states import AccessState


class SubjectAccess(models.Model):
    """One copy: asked for, put together by a job in `steps`, ready until it expires, then destroyed.

    `file_digest` stays when the file is gone, so that she can show that what she has is what she was given.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="own_copies")
    state = models.CharField(max_length=10, choices=AccessState, default=AccessState.ASKED)
    asked_at = models.DateTimeField()
    steps = models.PositiveIntegerField(default=0)
    steps_done = models.PositiveIntegerField(default=0)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    file_digest = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    downloads = models.PositiveIntegerField(default=0)
    downloaded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AccessState), name="access_state_known"),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(file__isnull=False, made_at__isnull=False, expires_at__isnull=False),
                name="ready_copy_has_a_file",
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(state="asked"), name="one_copy_at_a_time"),
        ]
        verbose_name_plural = "subject access"

    def __str__(self) -> str:
        return f"copy {self.pk}"
