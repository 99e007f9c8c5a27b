"""The frozen papers of a meeting, members' conflicts, and decisions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.boards.models.meetings import Board
from assessments.boards.rounding import rounded
from assessments.boards.states import Cap, Result
from assessments.marking.models import Mark
from assessments.portfolios.models import Submission


class PaperQuerySet(models.QuerySet):
    def on_the_table(self) -> "PaperQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class Paper(models.Model):
    """One row of the papers, frozen: the confirmed mark as it stood, by candidate number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, models.PROTECT, related_name="papers")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="papers")
    mark = models.ForeignKey(Mark, models.PROTECT, related_name="+")
    candidate_number = models.CharField(max_length=12)
    proposed = models.CharField(max_length=10, choices=Result)
    criteria_not_met = models.PositiveIntegerField()
    # Outcome codes of side cases, as they stood: what happened to the learner is nobody's business here.
    circumstances = models.CharField(max_length=200, blank=True)
    # The numeric mark as it was given, and as it counts after lateness or at a later attempt (LAT-2).
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    counted_score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    cap = models.CharField(max_length=10, choices=Cap, blank=True)
    # Rounded half up, once, when the board ratifies (MRK-7).
    final_score = models.PositiveSmallIntegerField(null=True, blank=True)
    # Taken off this meeting's papers, because the mark changed; it comes to another.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "submission"], condition=Q(withdrawn_at__isnull=True), name="one_paper_per_submission"
            ),
            models.CheckConstraint(condition=Q(proposed__in=Result), name="proposed_result_known"),
            models.CheckConstraint(condition=Q(cap="") | Q(cap__in=Cap), name="paper_cap_known"),
        ]

    def __str__(self) -> str:
        return self.candidate_number

    @property
    def given(self) -> int | None:
        """The mark before anything was taken off, as a person reads it; None under the criterion scheme."""
        return rounded(self.score)

    @property
    def counts(self) -> int | None:
        """The mark that counts; papers of before caps were kept have one mark only."""
        return self.final_score if self.final_score is not None else rounded(self.counted_score or self.score)


class Conflict(models.Model):
    """A member declared an interest in one candidate and takes no part in that decision."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="conflicts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "person"], name="one_conflict_per_person")]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.person_id}"


class Decision(models.Model):
    """What the board decided on a paper; a later decision supersedes it as a new row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="decisions")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="decisions")
    result = models.CharField(max_length=10, choices=Result)
    reason = models.TextField(blank=True)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(result__in=Result), name="result_known"),
            models.UniqueConstraint(
                fields=["paper"], condition=Q(supersedes__isnull=True), name="one_first_decision_per_paper"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.result}"
