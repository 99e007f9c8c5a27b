"""Board meetings, who sits at them, and their minutes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.boards.states import BoardKind, BoardState, MinutesState, Seat
from courses.delivery.models import Cohort


class Board(models.Model):
    """One meeting that decides the results of a cohort, or what its chair decides alone until the next one meets."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="boards")
    kind = models.CharField(max_length=20, choices=BoardKind, default=BoardKind.MEETING)
    state = models.CharField(max_length=20, choices=BoardState, default=BoardState.SCHEDULED)
    held_on = models.DateField()
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    rules_version = models.CharField(max_length=20)
    # Why it was called, or its papers went out, later than the rules ask; or why the chair acts alone (BRD-2).
    notice_reason = models.CharField(max_length=500, blank=True)
    papers_reason = models.CharField(max_length=500, blank=True)
    chairs_reason = models.CharField(max_length=500, blank=True)
    # The meeting to which a chair's action was reported.
    reported_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reported")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    papers_at = models.DateTimeField(null=True, blank=True)
    ratified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ratified_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BoardState), name="board_state_known"),
            models.CheckConstraint(condition=Q(kind__in=BoardKind), name="board_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="meeting", chairs_reason="", reported_to__isnull=True)
                | (Q(kind="chairs_action") & ~Q(chairs_reason="")),
                name="chairs_action_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"board {self.pk}"


class BoardMember(models.Model):
    """A member of one meeting; `is_present` counts towards the quorum."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="board_seats")
    seat = models.CharField(max_length=20, choices=Seat, default=Seat.MEMBER)
    is_present = models.BooleanField(default=True)
    # What the university's people may give in writing when they cannot come (BRD-1).
    endorsement = models.TextField(blank=True)
    endorsed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "person"], name="one_seat_per_person"),
            models.CheckConstraint(condition=Q(seat__in=Seat), name="seat_known"),
            models.CheckConstraint(
                condition=Q(endorsed_at__isnull=True, endorsement="")
                | (Q(endorsed_at__isnull=False) & ~Q(endorsement="") & ~Q(seat="member")),
                name="endorsement_from_the_university",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.person_id}"


class Minutes(models.Model):
    """What the meeting did: drafted from the facts, with remarks, and confirmed by the chair as one text."""

    board = models.OneToOneField(Board, models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=20, choices=MinutesState, default=MinutesState.DRAFT)
    remarks = models.TextField(blank=True)
    text = models.TextField(blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MinutesState), name="minutes_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft", confirmed_at__isnull=True, confirmed_by__isnull=True, text="")
                | (Q(state="confirmed", confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(text="")),
                name="confirmed_minutes_have_a_text",
            ),
        ]

    def __str__(self) -> str:
        return f"minutes {self.board_id}"
