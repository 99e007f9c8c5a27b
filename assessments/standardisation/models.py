"""Exercises, who takes part, and what each said of each criterion. None of it is a mark, and none reaches a learner."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.marking.states import Verdict
from assessments.portfolios.models import Submission
from assessments.standardisation.states import ExerciseState
from courses.catalogue.models import AssessmentCriterion


class Exercise(models.Model):
    """One released portfolio that several assessors judge anew, each alone; `discussion` is what they agreed then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="exercises")
    state = models.CharField(max_length=10, choices=ExerciseState, default=ExerciseState.OPEN)
    due_date = models.DateField()
    discussion = models.TextField(blank=True)
    rules_version = models.CharField(max_length=20)
    led_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExerciseState), name="exercise_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (Q(state="closed", closed_at__isnull=False) & ~Q(discussion="")),
                name="closed_exercise_was_discussed",
            ),
            models.UniqueConstraint(
                fields=["submission"], condition=Q(state="open"), name="one_open_exercise_per_portfolio"
            ),
        ]

    def __str__(self) -> str:
        return f"exercise {self.pk}"


class Participant(models.Model):
    """An assessor who is asked to take part; `given_at` when they gave their judgements, which then stay."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exercise", "person"], name="takes_part_once")]

    def __str__(self) -> str:
        return f"participant {self.pk}"


class Trial(models.Model):
    """What one participant says of one criterion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="trials")
    criterion = models.ForeignKey(AssessmentCriterion, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=Verdict, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "criterion"], name="one_trial_per_criterion"),
            models.CheckConstraint(condition=Q(verdict__in=[*Verdict.values, ""]), name="trial_verdict_known"),
        ]

    def __str__(self) -> str:
        return f"trial {self.pk}"
