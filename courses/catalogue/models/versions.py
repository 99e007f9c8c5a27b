"""Modules and their versions; the row of a published version is never changed, but for closing it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courses.catalogue.contents import plain
from courses.catalogue.states import Scheme, VersionState


class Module(models.Model):
    """A unit of study, known by its code through all its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=8, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class ModuleVersionQuerySet(models.QuerySet):
    def published(self) -> "ModuleVersionQuerySet":
        return self.filter(state__in=[VersionState.PUBLISHED, VersionState.CLOSED])

    def open_to_enrolment(self) -> "ModuleVersionQuerySet":
        return self.filter(state=VersionState.PUBLISHED)


class ModuleVersion(models.Model):
    """What one version of a module says. Frozen at publishing; enrolments are pinned to it for good."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    module = models.ForeignKey(Module, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.DRAFT)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=200)
    aims = models.TextField()
    for_whom = models.TextField(blank=True)
    level_framework = models.CharField(max_length=20)
    level = models.CharField(max_length=20)
    credit_scheme = models.CharField(max_length=10)
    credit = models.DecimalField(max_digits=5, decimal_places=2)
    equivalent_scheme = models.CharField(max_length=10, blank=True)
    equivalent_credit = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    notional_hours = models.PositiveIntegerField()
    taught_hours = models.PositiveIntegerField()
    guided_hours = models.PositiveIntegerField()
    portfolio_hours = models.PositiveIntegerField()
    reading_hours = models.PositiveIntegerField()
    cpd_hours = models.DecimalField(max_digits=5, decimal_places=2)
    scheme = models.CharField(max_length=20, choices=Scheme, default=Scheme.CRITERION)
    refresh_after_months = models.PositiveIntegerField(default=36)
    review_due_date = models.DateField(null=True, blank=True)
    # SHA-256 over what the package says, so that the same package twice is told from a changed one.
    package_digest = models.CharField(max_length=64)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=500, blank=True)

    objects = ModuleVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["module", "number"], name="one_version_per_number"),
            models.UniqueConstraint(fields=["module"], condition=Q(state="draft"), name="one_draft_per_module"),
            models.CheckConstraint(condition=Q(state__in=VersionState), name="version_state_known"),
            models.CheckConstraint(condition=Q(scheme__in=Scheme), name="version_scheme_known"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | (~Q(state="draft") & Q(published_at__isnull=False)),
                name="version_published_at_agrees",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("imported_by")),
                name="version_published_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module_id} v{self.number}"

    @property
    def level_words(self) -> str:
        return f"{self.level_framework} level {self.level}"

    @property
    def credit_words(self) -> str:
        """10 CATS credits (5 ECTS); whole numbers without a point, halves with one."""
        words = f"{plain(self.credit)} {self.credit_scheme} credits"
        if self.equivalent_credit is not None:
            words += f" ({plain(self.equivalent_credit)} {self.equivalent_scheme})"
        return words

    @property
    def cpd_words(self) -> str:
        return plain(self.cpd_hours)

    @property
    def is_published(self) -> bool:
        return self.state != VersionState.DRAFT


class Case(models.Model):
    """A made-up case for learners who cannot use one of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ModuleVersion, models.CASCADE, related_name="cases")
    title = models.CharField(max_length=200)
    body = models.TextField()
    position = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.title


class Source(models.Model):
    """Where the facts of a version come from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ModuleVersion, models.CASCADE, related_name="sources")
    text = models.CharField(max_length=500)
    address = models.URLField(max_length=500, blank=True)
    position = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.text
