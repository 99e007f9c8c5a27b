"""Board meetings, their frozen papers, members' conflicts, and decisions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.boards.states import BoardState, Result
from assessments.marking.models import Mark
from assessments.portfolios.models import Submission
from courses.delivery.models import Cohort


class Board(models.Model):
    """One meeting that decides the results of a cohort."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="boards")
    state = models.CharField(max_length=20, choices=BoardState, default=BoardState.SCHEDULED)
    held_on = models.DateField()
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rules_version = models.CharField(max_length=20)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    papers_at = models.DateTimeField(null=True, blank=True)
    ratified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ratified_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=BoardState), name="board_state_known")]

    def __str__(self) -> str:
        return f"board {self.pk}"


class BoardMember(models.Model):
    """A member of one meeting; `is_present` counts towards the quorum."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="board_seats")
    is_present = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "person"], name="one_seat_per_person")]

    def __str__(self) -> str:
        return f"{self.board_id} {self.person_id}"


class Paper(models.Model):
    """One row of the papers, frozen: the confirmed mark as it stood, by candidate number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, models.PROTECT, related_name="papers")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="papers")
    mark = models.ForeignKey(Mark, models.PROTECT, related_name="+")
    candidate_number = models.CharField(max_length=12)
    proposed = models.CharField(max_length=10, choices=Result)
    criteria_not_met = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "submission"], name="one_paper_per_submission"),
            models.CheckConstraint(condition=Q(proposed__in=Result), name="proposed_result_known"),
        ]

    def __str__(self) -> str:
        return self.candidate_number


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
