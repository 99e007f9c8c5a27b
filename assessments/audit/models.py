"""A university's visits."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courses.accreditation.models import Accreditation


class VisitQuerySet(models.QuerySet):
    def open_for(self, auditor, on) -> "VisitQuerySet":
        return self.filter(auditor=auditor, closes_on__gte=on, closed_at__isnull=True)


class Visit(models.Model):
    """One audit by a university: who, what for, until when. Reading needs an open visit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="visits")
    auditor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits")
    purpose = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="visit_closes_after_opening")
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"
