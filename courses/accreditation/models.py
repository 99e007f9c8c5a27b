"""Agreements with universities, and the rules that assessment follows under each."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from courses.accreditation.rulesets import Rules, get_rules
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
    """One agreement. The numbers that assessment follows under it are its rule sets (`rulesets.py`)."""

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

    @cached_property
    def rules(self) -> Rules:
        """The newest rules; what a cohort follows is `cohort.rules`."""
        return get_rules(self)

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


class RuleSet(models.Model):
    """The numbers of assessment under an agreement, adopted whole; never changed, the next one follows it.

    It holds for cohorts that begin on `starts_on` or later, so that a learner keeps the rules she began under.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="rule_sets")
    number = models.PositiveIntegerField()
    version = models.CharField(max_length=20)
    starts_on = models.DateField()
    values = models.JSONField()
    reason = models.CharField(max_length=500, blank=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["accreditation", "number"], name="one_rule_set_per_number"),
            models.UniqueConstraint(fields=["accreditation", "version"], name="one_rule_set_per_version"),
        ]

    def __str__(self) -> str:
        return self.version
