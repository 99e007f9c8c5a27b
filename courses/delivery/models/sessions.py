"""Live sessions."""

import uuid

from django.db import models
from django.db.models import F, Q

from courses.delivery.models.cohorts import Cohort


class LiveSession(models.Model):
    """A taught session at a time. `sequence` rises with each change, so that calendars follow."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="sessions")
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    joining = models.TextField(blank=True)
    recording_url = models.URLField(max_length=500, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start")]

    def __str__(self) -> str:
        return f"session {self.pk}"
