"""Rosters that were looked at."""

import uuid

from django.conf import settings
from django.db import models

from courses.delivery.models.cohorts import Cohort


class RosterImport(models.Model):
    """A CSV that was looked at; `imported_at` is set when its valid rows were taken in. The file is destroyed then.

    `failed_file` holds the rows that were not taken in, with the reason of each; it is destroyed after a week.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="roster_imports")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    failed_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)
    rows_new = models.PositiveIntegerField(default=0)
    rows_known = models.PositiveIntegerField(default=0)
    rows_failed = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"roster {self.pk}"
