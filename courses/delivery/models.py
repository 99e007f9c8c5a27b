"""Cohorts, their staff and live sessions, and the enrolment of each learner."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from courses.accreditation.models import Accreditation
from courses.accreditation.rulesets import Rules, get_rules
from courses.catalogue.models import ModuleVersion
from courses.delivery.states import ATTENDING, STUDYING, CohortState, EnrolmentState


class CohortQuerySet(models.QuerySet):
    def taught_by(self, person) -> "CohortQuerySet":
        """Cohorts on which this person is a tutor."""
        return self.filter(staff__person=person, staff__role="tutor")


class Cohort(models.Model):
    """One delivery of a module version under an accreditation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)
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
        constraints = [models.CheckConstraint(condition=Q(state__in=CohortState), name="cohort_state_known")]

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


class LiveSession(models.Model):
    """A taught session at a time. `sequence` rises with each change, so that calendars follow."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="sessions")
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    joining = models.TextField(blank=True)
    recording_url = models.URLField(max_length=500, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start")]

    def __str__(self) -> str:
        return f"session {self.pk}"


class EnrolmentQuerySet(models.QuerySet):
    def of(self, learner) -> "EnrolmentQuerySet":
        return self.filter(learner=learner).exclude(state=EnrolmentState.CANCELLED)

    def studying(self) -> "EnrolmentQuerySet":
        return self.filter(state__in=STUDYING)

    def current(self) -> "EnrolmentQuerySet":
        return self.exclude(state=EnrolmentState.CANCELLED)

    def attending(self, session: LiveSession) -> "EnrolmentQuerySet":
        """Those who are expected at a session, and those who were there and left the cohort later."""
        there = Q(pk__in=Attendance.objects.filter(session=session).values("enrolment"))
        return self.filter(Q(cohort=session.cohort_id, state__in=ATTENDING) | there)


class Enrolment(models.Model):
    """A learner on a cohort. The version and the accreditation are pinned here when she enrols.

    `candidate_number` is random and is all that assessors, moderators, boards and auditors see of her.
    `code` is given to her by another route than the invitation, and opens the enrolment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    version = models.ForeignKey(ModuleVersion, models.PROTECT, related_name="enrolments")
    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="enrolments")
    candidate_number = models.CharField(max_length=12, unique=True)
    code = models.CharField(max_length=12)
    state = models.CharField(max_length=20, choices=EnrolmentState, default=EnrolmentState.OFFERED)
    enrolled_on = models.DateField(null=True, blank=True)
    offered_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    # A break stops the clock of the longest registration: the day it began, and the days of breaks that are over.
    interrupted_on = models.DateField(null=True, blank=True)
    days_interrupted = models.PositiveIntegerField(default=0)
    employer = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    manager_name = models.CharField(max_length=200, blank=True)
    manager_email = models.EmailField(blank=True)
    nation = models.CharField(max_length=40, blank=True)
    access_needs = models.TextField(blank=True)
    # Opens her private calendar feed without signing in.
    calendar_token = models.CharField(max_length=43, unique=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EnrolmentState), name="enrolment_state_known"),
            models.UniqueConstraint(
                fields=["cohort", "learner"], condition=~Q(state="cancelled"), name="one_enrolment_per_cohort"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["offered", "cancelled"]) | Q(enrolled_on__isnull=False),
                name="enrolment_has_a_date_once_enrolled",
            ),
            models.CheckConstraint(
                condition=Q(state="interrupted", interrupted_on__isnull=False)
                | (~Q(state="interrupted") & Q(interrupted_on__isnull=True)),
                name="enrolment_break_agrees",
            ),
        ]

    def __str__(self) -> str:
        return self.candidate_number

    @cached_property
    def rules(self) -> Rules:
        """The numbers that her assessment follows: those of her agreement when her cohort began."""
        return get_rules(self.accreditation, began=self.cohort.starts_on)


class Attendance(models.Model):
    """Whether an enrolled learner was at a live session."""

    session = models.ForeignKey(LiveSession, models.PROTECT, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendance")
    was_present = models.BooleanField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "enrolment"], name="one_attendance_row")]
        verbose_name_plural = "attendance"

    def __str__(self) -> str:
        return f"{self.session_id} {self.enrolment_id}"


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
