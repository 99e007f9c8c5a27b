"""What holds a certificate back, and the nightly comparison of results, awards and certificates."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.certificates.states import PLACED, Mismatch
from courses.delivery.models import Enrolment


class PlacedHold(models.Model):
    """Somebody said that no certificate is to be made for this enrolment yet. Several may stand; all must be lifted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="certificate_holds")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in PLACED])
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PLACED), name="placed_hold_known"),
            models.UniqueConstraint(
                fields=["enrolment", "kind"], condition=Q(lifted_at__isnull=True), name="one_standing_hold_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="hold_lifted_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.kind}"


class Reconciliation(models.Model):
    """One comparison of released passes with awards and certificates. While the last one found something, nothing is issued."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ran_at = models.DateTimeField()
    passes = models.PositiveIntegerField()
    awards = models.PositiveIntegerField()
    certificates = models.PositiveIntegerField()
    is_clean = models.BooleanField()

    def __str__(self) -> str:
        return f"reconciliation {self.pk}"


class Disagreement(models.Model):
    """What one comparison found about one enrolment."""

    reconciliation = models.ForeignKey(Reconciliation, models.PROTECT, related_name="disagreements")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Mismatch)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Mismatch), name="mismatch_known"),
            models.UniqueConstraint(fields=["reconciliation", "enrolment", "kind"], name="one_disagreement_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.kind}"
