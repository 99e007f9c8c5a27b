"""Which place in which item meets which criterion."""

import uuid

from django.db import models

from assessments.portfolios.models.items import EvidenceItem
from courses.catalogue.models import AssessmentCriterion


class Claim(models.Model):
    """This place in this evidence meets this criterion. `place` is "para 4" or "page 2", or empty for the whole item."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="claims")
    criterion = models.ForeignKey(AssessmentCriterion, models.PROTECT, related_name="+")
    place = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "criterion", "place"], name="one_claim_per_place")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.criterion_id}"
