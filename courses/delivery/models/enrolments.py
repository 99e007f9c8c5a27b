"""The enrolment of each learner, the times in which her clocks stand still, and attendance."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from courses.accreditation.models import Accreditation
from courses.accreditation.rulesets import Rules, get_rules
from courses.catalogue.models import ModuleVersion
from courses.delivery.models.cohorts import Cohort
from courses.delivery.models.sessions import LiveSession
from courses.delivery.states import ATTENDING, STUDYING, EnrolmentState
from cpd.accounts.away.models import KeptAway


class EnrolmentQuerySet(models.QuerySet):
    def of(self, learner) -> "EnrolmentQuerySet":
        return self.filter(learner=learner).exclude(state=EnrolmentState.CANCELLED)

    def seen_by(self, person) -> "EnrolmentQuerySet":
        """Without the learners who keep this person away."""
        return self.exclude(learner__in=KeptAway.objects.naming(person).values("learner"))

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
    # The day on which a break began, and the days of all pauses that are over: they are added to the registration.
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


class Pause(models.Model):
    """A time in which every clock of an enrolment stands still. No row says why: that is nobody's business."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="pauses")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # By how many days each deadline moved when it ended.
    days = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(ended_at__isnull=True), name="one_running_pause_per_enrolment"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")), name="pause_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"pause of {self.enrolment_id}"

    @property
    def length(self) -> timedelta:
        return timedelta(days=self.days)


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
