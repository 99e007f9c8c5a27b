"""Status lists and their signed editions."""

from django.db import models
from django.db.models import F, Q


class StatusList(models.Model):
    """A list with a bit for each of many certificates. A place in it is random, so that it tells nothing of order or number."""

    number = models.PositiveIntegerField(unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"status list {self.number}"


class StatusListIssue(models.Model):
    """One signed edition of a list. Never changed: the next one follows within a day, or a minute after a change."""

    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="issues")
    credential = models.TextField()
    token = models.TextField()
    sha256 = models.CharField(max_length=64)
    bits_set = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["status_list", "-id"], name="newest_status_list_issue")]
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("published_at")), name="status_list_valid_for_a_time")
        ]

    def __str__(self) -> str:
        return f"status list issue {self.pk}"
