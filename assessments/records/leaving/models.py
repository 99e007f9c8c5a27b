"""Requests for erasure."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.records.leaving.states import OPEN, AskedBy, ErasureState
from cpd.accounts.away.models import KeptAway


class ErasureRequestQuerySet(models.QuerySet):
    def seen_by(self, person) -> "ErasureRequestQuerySet":
        """Without those of learners who keep this person away."""
        return self.exclude(person__in=KeptAway.objects.naming(person).values("learner"))

    def open(self) -> "ErasureRequestQuerySet":
        return self.filter(state__in=OPEN)


class ErasureRequest(models.Model):
    """A person asks that what is kept about her is erased. Agreed by one person, approved by another, done by a job.

    `keys` are the text keys that are out of the database and not yet destroyed, so that a kill in between loses none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="erasure_requests")
    state = models.CharField(max_length=10, choices=ErasureState, default=ErasureState.ASKED)
    asked_by = models.CharField(max_length=10, choices=AskedBy, default=AskedBy.PRODUCT)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # A month from the day on which she asked.
    answer_by = models.DateField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # What she is told when it was refused, or done in part.
    answer = models.CharField(max_length=1000, blank=True)
    keys = models.JSONField(default=list, blank=True)
    rows = models.PositiveIntegerField(default=0)
    texts = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ErasureState), name="erasure_state_known"),
            models.CheckConstraint(condition=Q(asked_by__in=AskedBy), name="erasure_asked_by_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "done", "partly"])
                | Q(agreed_by__isnull=False, decided_by__isnull=False) & ~Q(agreed_by=F("decided_by")),
                name="erasure_by_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "approved"]) | ~Q(agreed_by=F("person")),
                name="nobody_agrees_to_their_own_erasure",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "partly"]) | ~Q(answer=""), name="erasure_refused_with_an_answer"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["asked", "agreed", "approved"]),
                name="one_open_erasure_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"erasure {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
