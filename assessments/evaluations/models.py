"""Envelopes that wait, the opening of a cohort's, and what came out of them, which leads back to nobody."""

import json
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.evaluations.states import LEAST_SENT, Answer, Prompt, Statement
from courses.delivery.models import Cohort, Enrolment
from cpd.files.texts import open_text


class Envelope(models.Model):
    """What a learner says of her module, as ciphertext under a key of its own. A draft until `sent_at`.

    Nobody but she can read it. When the evaluations of her cohort are opened it is emptied into counts and remarks, and
    then this row and its key are destroyed: no row, order or time leads from what was said to who said it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="evaluation")
    text_key = models.UUIDField(editable=False)
    sealed_text = models.BinaryField(default=bytes)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # As she reads it in the copy of her information.
        verbose_name_plural = "evaluations that are not opened"

    def __str__(self) -> str:
        return f"envelope {self.pk}"

    @property
    def said(self) -> dict[str, str]:
        """Her answers by statement and her words by prompt."""
        return json.loads(open_text(self.text_key, self.sealed_text)) if self.sealed_text else {}


class Opening(models.Model):
    """The evaluations of one cohort, opened once and all together; `number` is empty when there were too few, and all of
    them were destroyed unread. `done` is what the provider says it did about them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.OneToOneField(Cohort, models.PROTECT, related_name="evaluations_opened")
    number = models.PositiveIntegerField(null=True, blank=True)
    opened_at = models.DateTimeField()
    done = models.TextField(blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=LEAST_SENT), name="opened_only_among_enough"
            ),
            models.CheckConstraint(
                condition=Q(done="", done_at__isnull=True, done_by__isnull=True)
                | (~Q(done="") & Q(done_at__isnull=False, done_by__isnull=False)),
                name="what_was_done_has_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"opening {self.pk}"


class Tally(models.Model):
    """How many of a cohort gave one answer to one statement; which answers came together is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="tallies")
    statement = models.CharField(max_length=10, choices=Statement)
    answer = models.PositiveSmallIntegerField(choices=Answer)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opening", "statement", "answer"], name="one_tally_per_answer"),
            models.CheckConstraint(condition=Q(statement__in=Statement), name="statement_known"),
            models.CheckConstraint(condition=Q(answer__in=Answer), name="evaluation_answer_known"),
            models.CheckConstraint(condition=Q(number__gt=0), name="a_tally_counts_something"),
        ]
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.statement} {self.answer}: {self.number}"


class Remark(models.Model):
    """Somebody's words, under a key of their own, laid down in a shuffled order and apart from her answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opening = models.ForeignKey(Opening, models.PROTECT, related_name="remarks")
    prompt = models.CharField(max_length=10, choices=Prompt)
    text_key = models.UUIDField(editable=False)
    sealed_text = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(prompt__in=Prompt), name="prompt_known")]

    def __str__(self) -> str:
        return f"remark {self.pk}"

    @property
    def text(self) -> str:
        return open_text(self.text_key, self.sealed_text)
