"""Appeals and the seats of their panels."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.appeals.states import OPEN, Answer, AppealGround, AppealState
from assessments.boards.models import Decision
from assessments.portfolios.models import Submission
from cpd.accounts.away.models import KeptAway


class AppealQuerySet(models.QuerySet):
    def of(self, learner) -> "AppealQuerySet":
        return self.filter(submission__portfolio__enrolment__learner=learner)

    def seen_by(self, person) -> "AppealQuerySet":
        """Without those of learners who keep this person away."""
        kept_away = KeptAway.objects.naming(person).values("learner")
        return self.exclude(submission__portfolio__enrolment__learner__in=kept_away)

    def open(self) -> "AppealQuerySet":
        return self.filter(state__in=OPEN)


class Appeal(models.Model):
    """A learner says that a result came about wrongly. Her words and the answer lie sealed under the appeal's own key.

    `others_affected` is what the panel found when it looked whether the same fault touched anybody else; it is answered
    for every appeal that is upheld.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="appeals")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="appeal")
    state = models.CharField(max_length=20, choices=AppealState, default=AppealState.MADE)
    ground = models.CharField(max_length=20, choices=AppealGround)
    text_key = models.UUIDField()
    sealed_statement = models.BinaryField()
    sealed_reason = models.BinaryField(default=bytes, blank=True)
    made_at = models.DateTimeField()
    answer_by = models.DateField()
    rules_version = models.CharField(max_length=20)
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    # The cap of a further attempt falls with an appeal that is upheld, unless the board said that it stays.
    keeps_cap = models.BooleanField(default=False)
    others_affected = models.PositiveIntegerField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AppealState), name="appeal_state_known"),
            models.CheckConstraint(condition=Q(ground__in=AppealGround), name="appeal_ground_known"),
            models.CheckConstraint(condition=Q(answer__in=[*Answer.values, ""]), name="appeal_answer_known"),
            models.CheckConstraint(
                condition=(Q(state="answered", ended_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""))
                | Q(state="withdrawn", ended_at__isnull=False, answer="")
                | Q(state__in=["made", "seated"], ended_at__isnull=True, answer=""),
                name="appeal_ends_with_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", "dismissed"]) | Q(others_affected__isnull=False),
                name="upheld_appeal_looked_for_others",
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class AppealSeat(models.Model):
    """A member of the panel of one appeal; nobody on it had a part in the result, and one is independent of the module."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appeal = models.ForeignKey(Appeal, models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appeal_seats")
    is_chair = models.BooleanField(default=False)
    is_independent = models.BooleanField(default=False)
    opinion = models.CharField(max_length=20, choices=Answer, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appeal", "person"], name="one_appeal_seat_per_person"),
            models.UniqueConstraint(fields=["appeal"], condition=Q(is_chair=True), name="one_chair_per_appeal"),
            models.CheckConstraint(condition=Q(opinion__in=[*Answer.values, ""]), name="appeal_opinion_known"),
        ]

    def __str__(self) -> str:
        return f"{self.appeal_id} {self.person_id}"
