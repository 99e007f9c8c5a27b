"""Agreements with universities, the module versions they cover, and who signs certificates under them."""

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


class Owner(models.TextChoices):
    PROVIDER = "provider", "The provider"
    UNIVERSITY = "university", "The university"
    JOINT = "joint", "Both together"


class BoardKind(models.TextChoices):
    UNIVERSITY = "university", "The university's board of examiners"
    PROVIDER = "provider", "The provider's board, with the university on it"
    NONE = "none", "None; marking is quality-assured"


class AccreditationQuerySet(models.QuerySet):
    def live(self, on: date) -> "AccreditationQuerySet":
        """In force on that day for somebody who enrols on it."""
        running = Q(ended_on__isnull=True) | Q(ended_on__gte=on)
        return self.filter(running, starts_on__lte=on, ends_on__gte=on)


class Accreditation(models.Model):
    """One edition of an agreement: a re-approval is a new row with the next number, and earlier decisions keep theirs.

    The numbers that assessment follows under it are its rule sets; what the university asked for are its conditions.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=40)
    edition = models.PositiveIntegerField(default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    university = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="accreditations")
    model = models.CharField(max_length=30, choices=Model)
    starts_on = models.DateField()
    ends_on = models.DateField()
    # Those enrolled before the end may still be awarded until this day.
    teach_out_until = models.DateField()
    wording = models.TextField()
    is_university_award = models.BooleanField(default=False)
    other_parties = models.CharField(max_length=300, blank=True)
    record_owner = models.CharField(max_length=20, choices=Owner, default=Owner.PROVIDER)
    board_kind = models.CharField(max_length=20, choices=BoardKind, default=BoardKind.PROVIDER)
    data_terms = models.CharField(max_length=300, blank=True)
    # Where an examiner may write straight to, outside this service (EE-8).
    head_name = models.CharField(max_length=200, blank=True)
    head_contact = models.CharField(max_length=300, blank=True)
    review_on = models.DateField(null=True, blank=True)
    may_use_logo = models.BooleanField(default=False)
    logo = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    # Ended before its time: the last day on which somebody could enrol. `ends_on` stays as it was agreed.
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=500, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = AccreditationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "edition"], name="one_row_per_edition"),
            models.CheckConstraint(condition=Q(model__in=Model), name="accreditation_model_known"),
            models.CheckConstraint(condition=Q(record_owner__in=Owner), name="accreditation_owner_known"),
            models.CheckConstraint(condition=Q(board_kind__in=BoardKind), name="accreditation_board_known"),
            models.CheckConstraint(
                condition=Q(edition=1, replaces__isnull=True) | Q(edition__gt=1, replaces__isnull=False),
                name="accreditation_edition_agrees",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_on__isnull=False, ended_at__isnull=False, ended_by__isnull=False),
                name="accreditation_end_agrees",
            ),
            models.CheckConstraint(
                condition=Q(may_use_logo=True) | Q(logo__isnull=True), name="accreditation_logo_by_permission"
            ),
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

    @property
    def last_day(self) -> date:
        """The last day on which somebody can enrol under it."""
        return self.ends_on if self.ended_on is None else min(self.ends_on, self.ended_on)

    def is_live(self, on: date) -> bool:
        """In force on that day for somebody who enrols on it."""
        return self.starts_on <= on <= self.last_day

    def was_live_for(self, enrolled_on: date, on: date) -> bool:
        """Live on the enrolment date, and on `on` or within the teach-out that follows."""
        return self.is_live(enrolled_on) and self.starts_on <= on <= self.teach_out_until


class AccreditedVersion(models.Model):
    """A module version that an agreement covers, with the level and credit that the university agreed for it."""

    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="versions")
    version = models.ForeignKey(ModuleVersion, models.PROTECT, related_name="accreditations")
    level_framework = models.CharField(max_length=20)
    level = models.CharField(max_length=20)
    credit_scheme = models.CharField(max_length=10)
    credit = models.DecimalField(max_digits=5, decimal_places=2)
    covered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    covered_at = models.DateTimeField()

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
