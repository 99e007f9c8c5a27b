"""What a learner adds to her CPD record, and the links by which she shares it."""

import json
import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.certificates.models import Award
from assessments.records.states import Kind
from cpd.files.texts import open_text


class ActivityQuerySet(models.QuerySet):
    def of(self, learner) -> "ActivityQuerySet":
        """Hers, and not taken out."""
        return self.filter(learner=learner, removed_at__isnull=True)


class Activity(models.Model):
    """Learning of hers: something she did elsewhere, or, with `award`, her words on a module that she passed.

    All that she wrote is one ciphertext under a key of its own; taking it out destroys the key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="activities")
    award = models.OneToOneField(Award, models.PROTECT, null=True, blank=True, related_name="reflection")
    kind = models.CharField(max_length=20, choices=Kind)
    done_on = models.DateField()
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    text_key = models.UUIDField(editable=False)
    sealed_text = models.BinaryField()
    # Whether others read the reflection on the record that she shares or exports.
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind), name="activity_kind_known"),
            models.CheckConstraint(condition=Q(hours__gte=0), name="activity_hours_not_negative"),
            # The hours of a module are those of its award, and are counted once.
            models.CheckConstraint(
                condition=Q(award__isnull=True) & ~Q(kind="assessed")
                | Q(award__isnull=False, kind="assessed", hours=0),
                name="assessed_activity_is_of_an_award",
            ),
        ]
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return f"activity {self.pk}"

    @property
    def words(self) -> dict[str, str]:
        """What she wrote: title, learned, changed, safety."""
        return json.loads(open_text(self.text_key, self.sealed_text))


class ShareQuerySet(models.QuerySet):
    def live(self, now: datetime) -> "ShareQuerySet":
        return self.filter(ended_at__isnull=True, expires_at__gt=now, learner__is_active=True)


class Share(models.Model):
    """A link to her record that anybody who has it may open, until it expires or she ends it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="record_shares")
    token = models.CharField(max_length=43, unique=True)
    with_reflections = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="share_lasts")]

    def __str__(self) -> str:
        return f"share {self.pk}"
