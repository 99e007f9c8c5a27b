"""Samples of the marking, and what the moderator says of each item."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.marking.models import Mark
from assessments.moderation.sampling import Piece
from assessments.moderation.states import LeftOut, Reason, SampleState, Slip, Verdict, Withheld
from courses.delivery.models import Cohort


class Sample(models.Model):
    """One draw from the marked submissions of a cohort. `seed`, `rule` and `population_digest` make it repeatable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="samples")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=SampleState, default=SampleState.DRAWN)
    seed = models.CharField(max_length=64)
    rule = models.CharField(max_length=300)
    rules_version = models.CharField(max_length=20)
    population = models.PositiveIntegerField()
    population_digest = models.CharField(max_length=64)
    # What the moderator signs: the figures as they stood then, and what she says in her own words.
    figures = models.JSONField(default=dict, blank=True)
    report = models.TextField(blank=True)
    report_feedback = models.TextField(blank=True)
    report_next_time = models.TextField(blank=True)
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="samples")
    drawn_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SampleState), name="sample_state_known"),
            models.UniqueConstraint(fields=["cohort", "number"], name="one_sample_per_number"),
        ]

    def __str__(self) -> str:
        return f"sample {self.number}"


class PopulationItem(models.Model):
    """A final mark that this draw was made from; confirmed with it when the sample is.

    `facts` is all that the draw knew of it, `place` where it stood in the random order, `left_out` why it was not drawn.
    """

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="population_items")
    mark = models.ForeignKey(Mark, models.PROTECT, related_name="populations")
    facts = models.CharField(max_length=300)
    place = models.PositiveIntegerField()
    left_out = models.CharField(max_length=20, choices=LeftOut, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark"], name="one_population_per_mark"),
            models.CheckConstraint(condition=Q(left_out__in=[*LeftOut.values, ""]), name="left_out_reason_known"),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.mark_id}"

    @property
    def piece(self) -> Piece:
        return Piece.read(self.facts)


class WithheldMark(models.Model):
    """A mark that waited for a sample and was not put before this moderator; it stays for another."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="withheld")
    mark = models.ForeignKey(Mark, models.PROTECT, related_name="withheld_from")
    reason = models.CharField(max_length=20, choices=Withheld)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "mark"], name="one_row_per_withheld_mark"),
            models.CheckConstraint(condition=Q(reason__in=Withheld), name="withheld_reason_known"),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.mark_id}"


class SampledMark(models.Model):
    """A mark that the moderator reads, and her verdict on the marking."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sample = models.ForeignKey(Sample, models.PROTECT, related_name="items")
    mark = models.ForeignKey(Mark, models.PROTECT, related_name="samplings")
    verdict = models.CharField(max_length=20, choices=Verdict, blank=True)
    note = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    # A clerical slip, sent back to its assessor: it leaves this sample unconfirmed, and the new mark enters the next draw.
    sent_back_at = models.DateTimeField(null=True, blank=True)
    slip = models.CharField(max_length=20, choices=Slip, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "mark"], name="one_sampling_per_mark"),
            models.CheckConstraint(condition=Q(verdict__in=[*Verdict.values, ""]), name="sample_verdict_known"),
            models.CheckConstraint(
                condition=Q(sent_back_at__isnull=True, slip="")
                | (Q(sent_back_at__isnull=False, verdict="queried") & Q(slip__in=Slip)),
                name="sent_back_after_a_query_as_a_slip",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", reviewed_at__isnull=True, reviewed_by__isnull=True)
                | (~Q(verdict="") & Q(reviewed_at__isnull=False, reviewed_by__isnull=False)),
                name="sample_verdict_has_a_reviewer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.mark_id}"


class Review(models.Model):
    """Each verdict that was given on an item, in order; the item itself holds the latest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(SampledMark, models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=20, choices=Verdict)
    note = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(verdict__in=Verdict), name="review_verdict_known")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.verdict}"


class SampleReason(models.Model):
    """Why a mark is in the sample."""

    item = models.ForeignKey(SampledMark, models.PROTECT, related_name="reasons")
    reason = models.CharField(max_length=20, choices=Reason)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "reason"], name="one_row_per_sample_reason"),
            models.CheckConstraint(condition=Q(reason__in=Reason), name="sample_reason_known"),
        ]

    def __str__(self) -> str:
        return self.reason
