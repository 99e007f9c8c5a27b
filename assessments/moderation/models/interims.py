"""A look at marking that is still going on (SAM-8), and what to do when nobody may moderate."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.marking.models import Mark
from assessments.moderation.states import Escalated
from courses.delivery.models import Cohort


class Interim(models.Model):
    """A draw from the marks that assessors of a cohort are writing; repeatable as a sample is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="interims")
    seed = models.CharField(max_length=64)
    per_assessor = models.PositiveIntegerField()
    rules_version = models.CharField(max_length=20)
    population = models.PositiveIntegerField()
    population_digest = models.CharField(max_length=64)
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="interims")
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"interim {self.pk}"


class InterimItem(models.Model):
    """A mark being written that the moderator looks at, and her advice; it decides nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interim = models.ForeignKey(Interim, models.PROTECT, related_name="items")
    mark = models.OneToOneField(Mark, models.PROTECT, related_name="interim")
    advice = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, advice="") | (Q(given_at__isnull=False) & ~Q(advice="")),
                name="interim_advice_agrees",
            )
        ]

    def __str__(self) -> str:
        return f"{self.interim_id} {self.mark_id}"


class Escalation(models.Model):
    """Nobody here may moderate this cohort: coordinators look for a moderator, if need be from outside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="escalations")
    reason = models.CharField(max_length=20, choices=Escalated)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=Escalated), name="escalation_reason_known"),
            models.UniqueConstraint(
                fields=["cohort"], condition=Q(closed_at__isnull=True), name="one_open_escalation_per_cohort"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.reason}"
