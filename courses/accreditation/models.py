"""Agreements with universities, and the rules that assessment follows under each."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courses.catalogue.models import ModuleVersion


class Model(models.TextChoices):
    CREDIT_BEARING_UNIVERSITY = "credit_bearing_university", "The university awards the credit"
    EXTERNAL_ACCREDITATION = "external_accreditation", "The university recognises the provider's module"
    CREDIT_RATING_ONLY = "credit_rating_only", "The university has rated level and size only"
    REGULATED_AO = "regulated_ao", "A regulated awarding organisation awards"
    CPD_BADGE = "cpd_badge", "A CPD body has checked the activity"


class AccreditationQuerySet(models.QuerySet):
    def live(self, on: date) -> "AccreditationQuerySet":
        """In force on that day for somebody who enrols on it."""
        return self.filter(starts_on__lte=on, ends_on__gte=on)


class Accreditation(models.Model):
    """One agreement. Rule identifiers (SAM-1, REF-2, ...) are those of the domain notes; a decision records `rules_version`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=40, unique=True)
    university = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="accreditations")
    model = models.CharField(max_length=30, choices=Model)
    starts_on = models.DateField()
    ends_on = models.DateField()
    # Those enrolled before the end may still be awarded until this day.
    teach_out_until = models.DateField()
    wording = models.TextField()
    is_university_award = models.BooleanField(default=False)
    conditions = models.TextField(blank=True)
    rules_version = models.CharField(max_length=20, default="2026-1")
    sample_percent = models.PositiveIntegerField(default=10)  # SAM-1
    sample_floor = models.PositiveIntegerField(default=8)  # SAM-1
    sample_all_below = models.PositiveIntegerField(default=10)  # SAM-2
    sample_random_minimum = models.PositiveIntegerField(default=3)  # SAM-6
    feedback_working_days = models.PositiveIntegerField(default=20)  # MRK-8
    late_working_days = models.PositiveIntegerField(default=5)  # LAT-1
    attempts = models.PositiveIntegerField(default=2)  # REF-1
    referral_working_days = models.PositiveIntegerField(default=20)  # REF-2
    appeal_working_days = models.PositiveIntegerField(default=20)  # APL-1
    board_quorum = models.PositiveIntegerField(default=3)  # BRD-1
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(model__in=Model), name="accreditation_model_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="accreditation_ends_after_start"),
            models.CheckConstraint(
                condition=Q(teach_out_until__gte=F("ends_on")), name="accreditation_teach_out_after_end"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def was_live_for(self, enrolled_on: date, on: date) -> bool:
        """Live on the enrolment date, and on `on` or within the teach-out that follows."""
        return self.starts_on <= enrolled_on <= self.ends_on and self.starts_on <= on <= self.teach_out_until


class AccreditedVersion(models.Model):
    """A module version that an agreement covers."""

    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="versions")
    version = models.ForeignKey(ModuleVersion, models.PROTECT, related_name="accreditations")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["accreditation", "version"], name="one_row_per_accredited_version")
        ]

    def __str__(self) -> str:
        return f"{self.accreditation_id} {self.version_id}"


class Signatory(models.Model):
    """A name and office printed on certificates under this agreement."""

    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="signatories")
    name = models.CharField(max_length=100)
    office = models.CharField(max_length=150)
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "signatories"

    def __str__(self) -> str:
        return self.office
