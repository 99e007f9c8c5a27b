"""Who marks whom, decided beforehand."""

import uuid

from django.conf import settings
from django.db import models

from courses.delivery.models import Enrolment


class Pin(models.Model):
    """A coordinator decided beforehand who marks this candidate; sharing out gives it to nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="pin")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pinned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pinned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"pin {self.pk}"
