"""Who opened a submission at intake, what intake decided, and where a slip is."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.confidentiality.states import Intake, Slip
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
    # Nobody, where the identity check found nothing that a person has to look at.
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
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
