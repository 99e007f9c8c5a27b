"""The lessons of a version, what they ask the learner, and corrections beside them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.catalogue.models.outcomes import AssessmentCriterion
from courses.catalogue.models.versions import ModuleVersion


class Lesson(models.Model):
    """One topic, at most 20 minutes, as Markdown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ModuleVersion, models.CASCADE, related_name="lessons")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    covers = models.CharField(max_length=300)
    minutes = models.PositiveIntegerField()
    body = models.TextField()
    care = models.TextField(blank=True)
    criteria = models.ManyToManyField(AssessmentCriterion, related_name="lessons")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "slug"], name="one_lesson_per_slug"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=20), name="lesson_at_most_20_minutes"),
        ]

    def __str__(self) -> str:
        return self.title


class ReflectivePrompt(models.Model):
    """A question to think about; the answer is the learner's own, seen by nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="prompts")
    key = models.CharField(max_length=8)
    prompt = models.TextField()
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "key"], name="one_prompt_per_key")]

    def __str__(self) -> str:
        return self.key


class Check(models.Model):
    """A knowledge-check question; tries are unlimited and never count."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="checks")
    key = models.CharField(max_length=8)
    question = models.TextField()
    choose_all = models.BooleanField(default=False)
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "key"], name="one_check_per_key")]

    def __str__(self) -> str:
        return self.key


class CheckOption(models.Model):
    """One possible answer, with feedback in words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    check_question = models.ForeignKey(Check, models.CASCADE, related_name="options")
    text = models.TextField()
    is_right = models.BooleanField(default=False)
    feedback = models.TextField()
    position = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.text[:40]


class Erratum(models.Model):
    """A correction shown beside a published text; never touches criteria, credit or level."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ModuleVersion, models.PROTECT, related_name="errata")
    lesson = models.ForeignKey(Lesson, models.PROTECT, null=True, blank=True, related_name="errata")
    text = models.TextField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "errata"

    def __str__(self) -> str:
        return f"erratum {self.pk}"
