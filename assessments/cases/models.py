"""Side cases and the seats of their panels."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.cases.states import OPEN, Ground, Kind, Outcome, SideCaseState
from assessments.portfolios.models import Submission
from courses.catalogue.models import AssessmentCriterion
from courses.delivery.models import Enrolment
from cpd.accounts.away.models import KeptAway


class SideCaseQuerySet(models.QuerySet):
    def of(self, learner) -> "SideCaseQuerySet":
        return self.filter(enrolment__learner=learner)

    def seen_by(self, person) -> "SideCaseQuerySet":
        """Without those of learners who keep this person away."""
        return self.exclude(enrolment__learner__in=KeptAway.objects.naming(person).values("learner"))

    def open(self) -> "SideCaseQuerySet":
        return self.filter(state__in=OPEN)

    def seating(self, person) -> "SideCaseQuerySet":
        return self.filter(seats__person=person)


class SideCase(models.Model):
    """Something asked beside the road, or a question raised about a submission, with an owner, a day and an outcome.

    What people wrote lies sealed under the case's own key: the statement of whoever raised it, the learner's reply, and
    the reason of the answer. `assessments/cases/reading.py` is the one way to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=20, choices=SideCaseState, default=SideCaseState.ASKED)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="side_cases")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="side_cases")
    ground = models.CharField(max_length=20, choices=Ground, blank=True)
    # Asked for at first, given in the end.
    days = models.PositiveIntegerField(default=0)
    # For earlier learning: what it would stand for, and when it was learnt.
    criteria = models.ManyToManyField(AssessmentCriterion, related_name="+")
    learnt_on = models.DateField(null=True, blank=True)
    # For an adjustment: all that a marker sees of it.
    instruction = models.CharField(max_length=160, blank=True)
    text_key = models.UUIDField()
    sealed_statement = models.BinaryField(default=bytes)
    sealed_reply = models.BinaryField(default=bytes, blank=True)
    sealed_reason = models.BinaryField(default=bytes, blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answer_by = models.DateField()
    rules_version = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    # Nobody, where a learner gave herself what the rules let her (EXT-1).
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SideCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind), name="side_case_kind_known"),
            models.CheckConstraint(condition=Q(state__in=SideCaseState), name="side_case_state_known"),
            models.CheckConstraint(condition=Q(ground__in=[*Ground.values, ""]), name="side_case_ground_known"),
            models.CheckConstraint(condition=Q(outcome__in=[*Outcome.values, ""]), name="side_case_outcome_known"),
            models.CheckConstraint(
                condition=(Q(state="answered", ended_at__isnull=False) & ~Q(outcome=""))
                | Q(state="taken_back", ended_at__isnull=False, outcome="")
                | Q(state__in=["asked", "seated"], ended_at__isnull=True, outcome=""),
                name="side_case_ends_with_an_outcome",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "kind"],
                condition=Q(state__in=["asked", "seated"]),
                name="one_open_side_case_of_a_kind",
            ),
        ]
        indexes = [models.Index(fields=["state", "answer_by"], name="side_case_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Seat(models.Model):
    """A member of the panel of one case; the chair writes the answer. An empty opinion: not given yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(SideCase, models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="panel_seats")
    is_chair = models.BooleanField(default=False)
    opinion = models.CharField(max_length=20, choices=Outcome, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="one_panel_seat_per_person"),
            models.UniqueConstraint(fields=["case"], condition=Q(is_chair=True), name="one_chair_per_panel"),
            models.CheckConstraint(condition=Q(opinion__in=[*Outcome.values, ""]), name="panel_opinion_known"),
            models.CheckConstraint(
                condition=Q(opinion="", given_at__isnull=True) | (~Q(opinion="") & Q(given_at__isnull=False)),
                name="panel_opinion_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id}"
