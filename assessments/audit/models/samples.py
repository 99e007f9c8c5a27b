"""The auditor's own sample: the candidates whose evidence she reads."""

import uuid

from django.db import models

from assessments.audit.models.visits import Visit
from courses.delivery.models import Enrolment


class VisitItem(models.Model):
    """One candidate in the sample of a visit. Evidence is read of these alone; more are added whenever she likes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="items")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "enrolment"], name="one_visit_item_per_candidate")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.enrolment_id}"
