"""What a version asks for: outcomes, criteria, and the tasks that show them."""

import uuid

from django.db import models
from django.db.models import Q

from courses.catalogue.models.versions import ModuleVersion
from courses.catalogue.states import Completion, Mode


class LearningOutcome(models.Model):
    """What the learner can do at the end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ModuleVersion, models.CASCADE, related_name="outcomes")
    number = models.CharField(max_length=4)
    title = models.CharField(max_length=200)
    text = models.TextField()
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="one_outcome_per_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class AssessmentCriterion(models.Model):
    """An observable test of an outcome, numbered 1.1, 1.2, ..."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ModuleVersion, models.CASCADE, related_name="criteria")
    outcome = models.ForeignKey(LearningOutcome, models.CASCADE, related_name="criteria")
    number = models.CharField(max_length=8)
    text = models.TextField()
    guidance = models.TextField(blank=True)
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="one_criterion_per_number")]
        verbose_name_plural = "assessment criteria"

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


class Task(models.Model):
    """One item the portfolio must contain."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ModuleVersion, models.CASCADE, related_name="tasks")
    key = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    brief = models.TextField()
    # What it touches, short and factual; and another way to show the same criteria, for which nobody gives a reason.
    note = models.CharField(max_length=200, blank=True)
    instead = models.TextField(blank=True)
    word_limit = models.PositiveIntegerField(null=True, blank=True)
    page_limit = models.PositiveIntegerField(null=True, blank=True)
    completion = models.CharField(max_length=10, choices=Completion, default=Completion.EITHER)
    criteria = models.ManyToManyField(AssessmentCriterion, related_name="tasks")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="one_task_per_key"),
            models.CheckConstraint(condition=Q(completion__in=Completion), name="task_completion_known"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class TaskMode(models.Model):
    """A kind of evidence that a task accepts."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="modes")
    mode = models.CharField(max_length=30, choices=Mode)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "mode"], name="one_row_per_task_mode"),
            models.CheckConstraint(condition=Q(mode__in=Mode), name="task_mode_known"),
        ]

    def __str__(self) -> str:
        return self.mode
