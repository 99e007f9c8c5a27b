"""Awards (the facts) and certificates (the documents drawn once for them)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.boards.models import Decision
from assessments.boards.states import Result
from assessments.certificates.models.lists import StatusList
from assessments.certificates.states import LIVE, AwardState, CertificateState, Design, Hold, Reissue
from courses.accreditation.models import Accreditation
from courses.delivery.models import Enrolment
from cpd.files.texts import open_text


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

    @property
    def is_overruled(self) -> bool:
        """The board has decided anew, and no longer on a pass."""
        later = getattr(self.decision, "superseded_by", None)
        return later is not None and later.result != Result.PASS


class CertificateQuerySet(models.QuerySet):
    def not_in_force(self) -> "CertificateQuerySet":
        """Documents nobody should rely on now: replaced, withdrawn, or of an award that does not stand."""
        over = Q(state__in=[CertificateState.SUPERSEDED, CertificateState.WITHDRAWN])
        # A later decision of the board counts from its first moment, before anybody has changed the award.
        later = "award__decision__superseded_by__result"
        overruled = Q(**{f"{later}__isnull": False}) & ~Q(**{later: Result.PASS})
        return self.filter(over | ~Q(award__state=AwardState.GRANTED) | overruled)


class Certificate(models.Model):
    """One document of an award. `facts` is the snapshot it is drawn from; `pdf` its bytes, served for ever.

    The name is sealed under a key in the vault, so that no backup brings an old name back after it was destroyed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="certificates")
    # 80 random bits and a check character, without hyphens.
    code = models.CharField(max_length=20, unique=True)
    design = models.CharField(max_length=20, choices=Design, default=Design.ACHIEVEMENT)
    state = models.CharField(max_length=20, choices=CertificateState, default=CertificateState.OWED)
    hold = models.CharField(max_length=20, choices=Hold, blank=True)
    sealed_name = models.BinaryField(blank=True, default=b"")
    name_key = models.UUIDField(null=True, blank=True)
    facts = models.JSONField(default=dict)
    template_version = models.CharField(max_length=20)
    pdf = models.OneToOneField("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    credential_sha256 = models.CharField(max_length=64, blank=True)
    status_list = models.ForeignKey(StatusList, models.PROTECT, null=True, blank=True, related_name="certificates")
    status_index = models.PositiveIntegerField(null=True, blank=True)
    owed_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    successor = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="predecessor")
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # Why it was replaced, and when nothing of it was left but its digests.
    replaced_because = models.CharField(max_length=20, choices=Reissue, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CertificateState), name="certificate_state_known"),
            models.CheckConstraint(condition=Q(design__in=Design), name="certificate_design_known"),
            models.UniqueConstraint(fields=["award"], condition=Q(state__in=LIVE), name="one_live_certificate"),
            models.UniqueConstraint(fields=["status_list", "status_index"], name="one_certificate_per_status_place"),
            models.CheckConstraint(
                condition=~Q(state="issued") | (Q(issued_at__isnull=False, pdf__isnull=False) & ~Q(pdf_sha256="")),
                name="issued_certificate_has_bytes",
            ),
            models.CheckConstraint(
                condition=(Q(state="held") & ~Q(hold="")) | (~Q(state="held") & Q(hold="")), name="hold_agrees"
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | Q(state="superseded", name_key__isnull=True, sealed_name=b""),
                name="destroyed_certificate_has_no_name",
            ),
        ]

    def __str__(self) -> str:
        return f"certificate {self.pk}"

    @property
    def name(self) -> str:
        """The name as printed; empty once it was destroyed."""
        return open_text(self.name_key, self.sealed_name) if self.name_key else ""
