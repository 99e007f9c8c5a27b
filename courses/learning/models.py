"""What a learner has read, noted and tried; hers alone."""

import uuid

from django.db import models

from courses.catalogue.models import Check, CheckOption, Lesson
from courses.delivery.models import Enrolment
from cpd.files.texts import open_text


class LessonProgress(models.Model):
    """A lesson was opened; `done_at` when she marked it as done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="progress")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="one_progress_per_lesson")]
        verbose_name_plural = "lesson progress"

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.lesson_id}"


class Note(models.Model):
    """Her private words on a lesson: with `prompt` the answer to a reflective prompt, without it a note to herself.

    Nobody else ever reads them, and they may be about a real family, so only ciphertext is kept here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="notes")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="+")
    prompt = models.CharField(max_length=8, blank=True)
    text_key = models.UUIDField(editable=False)
    sealed_text = models.BinaryField(default=bytes)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson", "prompt"], name="one_note_per_place")]

    def __str__(self) -> str:
        return f"note {self.pk}"

    @property
    def text(self) -> str:
        return open_text(self.text_key, self.sealed_text) if self.sealed_text else ""


class CheckAnswer(models.Model):
    """Her last answer to a knowledge check."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="check_answers")
    question = models.ForeignKey(Check, models.PROTECT, related_name="+")
    chosen = models.ManyToManyField(CheckOption, related_name="+")
    was_right = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "question"], name="one_answer_per_check")]

    def __str__(self) -> str:
        return f"answer {self.pk}"
