"""Reading that somebody should look at: unusual reading, and what was opened in an emergency."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.confidentiality.states import Unusual
from assessments.portfolios.models import Submission


class UnusualReading(models.Model):
    """Somebody read evidence in a way that a safeguarding lead looks at. `key` makes each finding one row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=140, unique=True)
    kind = models.CharField(max_length=20, choices=Unusual)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField()
    items = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    found_at = models.DateTimeField()
    looked_at_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Unusual), name="unusual_kind_known"),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True, looked_at_by__isnull=True)
                | (Q(looked_at__isnull=False, looked_at_by__isnull=False) & ~Q(note="")),
                name="unusual_looked_at_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class EmergencyOpening(models.Model):
    """One person may read one submission for half an hour, for a reason that cannot wait."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("opened_at")), name="emergency_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(reason=""), name="emergency_has_a_reason"),
        ]
        indexes = [models.Index(fields=["opened_by", "ends_at"], name="emergency_of_person")]

    def __str__(self) -> str:
        return f"emergency {self.pk}"
