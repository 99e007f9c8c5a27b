"""What intake decided, where a slip is, incidents and safeguarding concerns."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.confidentiality.states import CaseState, Intake, Slip
from assessments.portfolios.models import EvidenceItem, Submission


class IntakeOpening(models.Model):
    """Somebody opened one sealing of a submission for intake, and said why; without this row nobody reads it there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="intake_openings")
    manifest_digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=200)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "manifest_digest", "opened_by"], name="one_opening_per_person_and_sealing"
            )
        ]

    def __str__(self) -> str:
        return f"opening {self.pk}"


class IntakeDecision(models.Model):
    """One decision of intake about one sealing of a submission."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="intake_decisions")
    decision = models.CharField(max_length=20, choices=Intake)
    manifest_digest = models.CharField(max_length=64)
    # Of a return: the last moment if she opens the notice late, and when she first opened it.
    correct_by = models.DateTimeField(null=True, blank=True)
    noticed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=Intake), name="intake_decision_known"),
            models.UniqueConstraint(
                fields=["submission", "manifest_digest"],
                condition=~Q(decision="quarantined"),
                name="one_intake_decision_per_sealing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.decision}"


class Place(models.Model):
    """Where a slip is: the item and the place in it, never the identifying words themselves."""

    decision = models.ForeignKey(IntakeDecision, models.PROTECT, related_name="places")
    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="slips")
    kind = models.CharField(max_length=20, choices=Slip)
    place = models.CharField(max_length=60)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=Slip), name="slip_kind_known")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.place}"


class Incident(models.Model):
    """A major breach of confidentiality: opened when an item is quarantined."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="incidents")
    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.OPEN)
    kind = models.CharField(max_length=20, choices=Slip)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    # What the receipt of the purge proves: the digest the evidence had, kept when the evidence is gone.
    evidence_digest = models.CharField(max_length=64, blank=True)
    purged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    purged_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState), name="incident_state_known"),
            models.CheckConstraint(condition=Q(kind__in=Slip), name="incident_kind_known"),
            models.UniqueConstraint(fields=["item"], name="one_incident_per_item"),
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True, purged_by__isnull=True)
                | Q(purged_at__isnull=False, purged_by__isnull=False),
                name="incident_purged_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (Q(state="closed", closed_at__isnull=False, purged_at__isnull=False) & ~Q(outcome="")),
                name="incident_closed_after_purge",
            ),
        ]

    def __str__(self) -> str:
        return f"incident {self.pk}"


class SafeguardingConcern(models.Model):
    """Somebody may be at risk. Seen by safeguarding leads only; never in audit packs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.OPEN)
    note = models.TextField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    action_taken = models.TextField(blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState), name="concern_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (Q(state="closed", closed_at__isnull=False) & ~Q(action_taken="")),
                name="concern_closed_with_an_action",
            ),
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"
