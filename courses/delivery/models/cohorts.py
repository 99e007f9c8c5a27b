"""Cohorts, who works on them, and the days on which the provider is closed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from courses.accreditation.models import Accreditation
from courses.accreditation.rulesets import Rules, get_rules
from courses.catalogue.models import ModuleVersion
from courses.delivery.states import CohortState, Nation


class CohortQuerySet(models.QuerySet):
    def taught_by(self, person) -> "CohortQuerySet":
        """Cohorts on which this person is a tutor."""
        return self.filter(staff__person=person, staff__role="tutor")


class Cohort(models.Model):
    """One delivery of a module version under an accreditation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
    # Whose bank holidays its working days leave out.
    nation = models.CharField(max_length=3, choices=Nation, default=Nation.ENGLAND_AND_WALES)
    version = models.ForeignKey(ModuleVersion, models.PROTECT, related_name="cohorts")
    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="cohorts")
    state = models.CharField(max_length=20, choices=CohortState, default=CohortState.PLANNED)
    starts_on = models.DateField()
    due_at = models.DateTimeField()
    board_on = models.DateField(null=True, blank=True)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = CohortQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CohortState), name="cohort_state_known"),
            models.CheckConstraint(condition=Q(nation__in=Nation), name="cohort_nation_known"),
        ]

    def __str__(self) -> str:
        return self.code

    @cached_property
    def rules(self) -> Rules:
        """The numbers that assessment follows here: those in force when the cohort began."""
        return get_rules(self.accreditation, began=self.starts_on)


class CohortRole(models.TextChoices):
    TUTOR = "tutor", "Tutor"
    ASSESSOR = "assessor", "Assessor"
    MODERATOR = "moderator", "Moderator"
    BOARD = "board", "Board member"
    INTAKE = "intake", "Intake"


class CohortStaff(models.Model):
    """Somebody who works on a cohort, and as what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="staff")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="cohort_posts")
    role = models.CharField(max_length=20, choices=CohortRole)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person", "role"], name="one_post_per_person_and_role"),
            models.CheckConstraint(condition=Q(role__in=CohortRole), name="cohort_role_known"),
        ]
        verbose_name_plural = "cohort staff"

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"


class ClosureDay(models.Model):
    """A day on which the provider is closed, so that it counts as no working day for anybody's deadline."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=80)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day}"


class PromisedPost(models.Model):
    """A post on a cohort for somebody from outside who is invited and has not accepted yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="promised_posts")
    role = models.CharField(max_length=20, choices=CohortRole)
    invitation = models.OneToOneField("accounts.Invitation", models.PROTECT, related_name="promised_post")
    # Where they work, for conflicts of interest; kept on their account when they accept.
    employer = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(role__in=CohortRole), name="promised_role_known")]

    def __str__(self) -> str:
        return f"promised {self.role}"
