"""Attempts: submissions, their deadlines and declarations."""

import uuid

from django.db import models
from django.db.models import Q

from assessments.portfolios.models.portfolios import Portfolio
from assessments.portfolios.states import CAN_BE_HELD, OPEN_FOR_WORK, SEALED, DeadlineReason, SubmissionState
from assessments.portfolios.states import Declaration as DeclarationKind
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.away.models import KeptAway

UNFINISHED = [
    SubmissionState.DRAFT,
    SubmissionState.SUBMITTED,
    SubmissionState.RETURNED,
    SubmissionState.ACCEPTED,
    SubmissionState.HELD,
    SubmissionState.MARKED,
    SubmissionState.CONFIRMED,
    SubmissionState.RATIFIED,
    SubmissionState.REOPENED,
]


class SubmissionQuerySet(models.QuerySet):
    def of(self, learner) -> "SubmissionQuerySet":
        return self.filter(portfolio__enrolment__learner=learner)

    def seen_by(self, person) -> "SubmissionQuerySet":
        """Without those of learners who keep this person away."""
        return self.exclude(portfolio__enrolment__learner__in=KeptAway.objects.naming(person).values("learner"))

    def sealed(self) -> "SubmissionQuerySet":
        return self.filter(state__in=SEALED)

    def at(self, *states: SubmissionState) -> "SubmissionQuerySet":
        return self.filter(state__in=states)


class Submission(models.Model):
    """One attempt: 1, 2, ... Sealed when submitted: `manifest` lists every item with salted digests, `manifest_digest`
    is its SHA-256 and stands on the receipt. `reference` is what a person quotes on the telephone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="submissions")
    attempt = models.PositiveIntegerField()
    # Counts drafts within an attempt: a quarantined submission is followed by a new draft of the same attempt.
    draft_number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=20, choices=SubmissionState, default=SubmissionState.DRAFT)
    reference = models.CharField(max_length=12, unique=True)
    criteria = models.ManyToManyField(AssessmentCriterion, related_name="+")
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    # When its first assessor got it; kept by marking, which so finds what lacks one without looking through the rest.
    allocated_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    # Set when it comes back for a correction: the end of the time for that.
    correct_by = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    # A further attempt passes without distinction, or at the pass mark (REF-3).
    is_capped = models.BooleanField(default=False)
    # Where it goes back to when a hold ends.
    held_from = models.CharField(max_length=20, blank=True)
    manifest = models.TextField(blank=True)
    manifest_digest = models.CharField(max_length=64, blank=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="next_attempts")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SubmissionState), name="submission_state_known"),
            models.UniqueConstraint(fields=["portfolio", "attempt", "draft_number"], name="one_submission_per_attempt"),
            models.UniqueConstraint(
                fields=["portfolio"], condition=Q(state__in=UNFINISHED), name="one_open_submission"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "deferred", "not_submitted", "void"])
                | (Q(submitted_at__isnull=False) & ~Q(manifest_digest="")),
                name="submission_sealed_when_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_at__isnull=False), name="submission_released_at_agrees"
            ),
            models.CheckConstraint(
                condition=Q(state="held", held_from__in=CAN_BE_HELD) | (~Q(state="held") & Q(held_from="")),
                name="submission_held_from_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="submission_state"),
            models.Index(fields=["state", "allocated_at", "accepted_at"], name="submission_to_allocate"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open_for_work(self) -> bool:
        return self.state in OPEN_FOR_WORK


class DeadlineChange(models.Model):
    """The deadline of a submission moved; the dates that were given are kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="deadline_changes")
    reason = models.CharField(max_length=20, choices=DeadlineReason)
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=DeadlineReason), name="deadline_reason_known"),
            models.CheckConstraint(
                condition=Q(new_due_at__gt=models.F("old_due_at")), name="deadline_only_moves_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.reason}"


class Declaration(models.Model):
    """A statement the learner made on submitting, in the words of `text_version`."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="declarations")
    kind = models.CharField(max_length=20, choices=DeclarationKind)
    text_version = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "kind"], name="one_declaration_per_kind")]

    def __str__(self) -> str:
        return self.kind
