"""Checks of the whole record against a line that an auditor brought from an earlier visit."""

import uuid

from django.db import models
from django.db.models import Q

from assessments.audit.models.visits import Visit


class HistoryCheck(models.Model):
    """She brings the size and root she took away; the service recomputes every entry up to there, and to the end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="checks")
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=44)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    # How many entries there are now, and what does not fit, one sentence a line; empty when all of it holds.
    entries = models.PositiveBigIntegerField(default=0)
    wrong = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=False) | Q(wrong="", entries=0), name="a_check_says_after_it"
            )
        ]

    def __str__(self) -> str:
        return f"check of {self.size}"

    @property
    def holds(self) -> bool:
        return self.done_at is not None and not self.wrong
