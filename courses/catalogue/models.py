"""Modules and everything a published version holds; rows of a published version are never changed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courses.catalogue.states import Completion, Mode, Scheme, VersionState


class Module(models.Model):
    """A unit of study, known by its code through all its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=8, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class ModuleVersionQuerySet(models.QuerySet):
    def published(self) -> "ModuleVersionQuerySet":
        return self.filter(state__in=[VersionState.PUBLISHED, VersionState.CLOSED])

    def open_to_enrolment(self) -> "ModuleVersionQuerySet":
        return self.filter(state=VersionState.PUBLISHED)


class ModuleVersion(models.Model):
    """What one version of a module says. Frozen at publishing; enrolments are pinned to it for good."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    module = models.ForeignKey(Module, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=VersionState, default=VersionState.DRAFT)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=200)
    aims = models.TextField()
    for_whom = models.TextField(blank=True)
    level_framework = models.CharField(max_length=20)
    level = models.CharField(max_length=20)
    credit_scheme = models.CharField(max_length=10)
    credit = models.DecimalField(max_digits=5, decimal_places=2)
    equivalent_scheme = models.CharField(max_length=10, blank=True)
    equivalent_credit = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    notional_hours = models.PositiveIntegerField()
    taught_hours = models.PositiveIntegerField()
    guided_hours = models.PositiveIntegerField()
    portfolio_hours = models.PositiveIntegerField()
    reading_hours = models.PositiveIntegerField()
    cpd_hours = models.DecimalField(max_digits=5, decimal_places=2)
    scheme = models.CharField(max_length=20, choices=Scheme, default=Scheme.CRITERION)
    refresh_after_months = models.PositiveIntegerField(default=36)
    review_due_date = models.DateField(null=True, blank=True)
    # SHA-256 over the package's files, so that the same package twice is told from a changed one.
    package_digest = models.CharField(max_length=64)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=500, blank=True)

    objects = ModuleVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["module", "number"], name="one_version_per_number"),
            models.UniqueConstraint(fields=["module"], condition=Q(state="draft"), name="one_draft_per_module"),
            models.CheckConstraint(condition=Q(state__in=VersionState), name="version_state_known"),
            models.CheckConstraint(condition=Q(scheme__in=Scheme), name="version_scheme_known"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | (~Q(state="draft") & Q(published_at__isnull=False)),
                name="version_published_at_agrees",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("imported_by")),
                name="version_published_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module_id} v{self.number}"

    @property
    def level_words(self) -> str:
        return f"{self.level_framework} level {self.level}"

    @property
    def credit_words(self) -> str:
        """10 CATS credits (5 ECTS); whole numbers without a point, halves with one."""
        words = f"{_plain(self.credit)} {self.credit_scheme} credits"
        if self.equivalent_credit is not None:
            words += f" ({_plain(self.equivalent_credit)} {self.equivalent_scheme})"
        return words

    @property
    def is_published(self) -> bool:
        return self.state != VersionState.DRAFT


def _plain(number) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number}"


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


class Case(models.Model):
    """A made-up case for learners who cannot use one of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ModuleVersion, models.CASCADE, related_name="cases")
    title = models.CharField(max_length=200)
    body = models.TextField()
    position = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.title


class Source(models.Model):
    """Where the facts of a version come from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(ModuleVersion, models.CASCADE, related_name="sources")
    text = models.CharField(max_length=500)
    address = models.URLField(max_length=500, blank=True)
    position = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.text


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
