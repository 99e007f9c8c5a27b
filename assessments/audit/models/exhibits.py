"""Documents that the provider puts into the evidence room, and the auditor's ticks on the index."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.audit.models.visits import Visit
from assessments.audit.states import DocumentKind
from courses.accreditation.models import Accreditation


class ProvidedDocumentQuerySet(models.QuerySet):
    def in_force(self) -> "ProvidedDocumentQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def for_agreement(self, accreditation: Accreditation) -> "ProvidedDocumentQuerySet":
        """Those that belong to every agreement, or to an edition of this one."""
        same = Q(
            accreditation__reference=accreditation.reference, accreditation__university=accreditation.university_id
        )
        return self.filter(same | Q(accreditation__isnull=True))


class ProvidedDocument(models.Model):
    """A policy, handbook, CV or the like: typed, linked to, or a clean copy of a file. Never changed; a newer one follows it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=DocumentKind)
    # None: it belongs to every agreement.
    accreditation = models.ForeignKey(
        Accreditation, models.PROTECT, null=True, blank=True, related_name="provided_documents"
    )
    title = models.CharField(max_length=200)
    edition = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    address = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    provided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    provided_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ProvidedDocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DocumentKind), name="document_kind_known"),
            models.CheckConstraint(
                condition=(~Q(text="") & Q(address="", file__isnull=True))
                | (~Q(address="") & Q(text="", file__isnull=True))
                | Q(text="", address="", file__isnull=False),
                name="document_is_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="document_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"


class ExhibitReview(models.Model):
    """The auditor has looked at an exhibit, in her own judgement enough."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    reviewed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="one_review_per_exhibit"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=18), name="exhibit_number_known"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.number}"
