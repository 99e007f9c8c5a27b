"""Awards (the facts) and certificates (the documents drawn once for them)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.boards.models import Decision
from assessments.certificates.states import LIVE, PLACED, AwardState, CertificateState, Hold, Mismatch
from courses.accreditation.models import Accreditation
from courses.delivery.models import Enrolment


class Award(models.Model):
    """A ratified pass under a live accreditation. One an enrolment, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="award")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="award")
    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="awards")
    state = models.CharField(max_length=20, choices=AwardState, default=AwardState.GRANTED)
    awarded_on = models.DateField()
    granted_at = models.DateTimeField()
    state_changed_at = models.DateTimeField()
    state_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=AwardState), name="award_state_known")]

    def __str__(self) -> str:
        return f"award {self.pk}"


class Certificate(models.Model):
    """One document of an award. `facts` is the snapshot it is drawn from; `pdf` its bytes, served for ever."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="certificates")
    # 80 random bits and a check character, without hyphens.
    code = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=20, choices=CertificateState, default=CertificateState.OWED)
    hold = models.CharField(max_length=20, choices=Hold, blank=True)
    name = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    template_version = models.CharField(max_length=20)
    pdf = models.OneToOneField("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    owed_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    successor = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="predecessor")
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CertificateState), name="certificate_state_known"),
            models.UniqueConstraint(fields=["award"], condition=Q(state__in=LIVE), name="one_live_certificate"),
            models.CheckConstraint(
                condition=~Q(state="issued") | (Q(issued_at__isnull=False, pdf__isnull=False) & ~Q(pdf_sha256="")),
                name="issued_certificate_has_bytes",
            ),
            models.CheckConstraint(
                condition=(Q(state="held") & ~Q(hold="")) | (~Q(state="held") & Q(hold="")), name="hold_agrees"
            ),
        ]

    def __str__(self) -> str:
        return f"certificate {self.pk}"


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
