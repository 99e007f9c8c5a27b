"""What a safeguarding lead said of a passage that stays in a portfolio although it may identify somebody."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.confidentiality.states import PassageVerdict
from assessments.portfolios.models import KeptPassage


class PassageReview(models.Model):
    """One verdict on one kept passage, by a lead who saw that passage and nothing else of the portfolio."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    passage = models.OneToOneField(KeptPassage, models.PROTECT, related_name="review")
    verdict = models.CharField(max_length=20, choices=PassageVerdict)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=PassageVerdict), name="passage_verdict_known"),
        ]

    def __str__(self) -> str:
        return f"{self.passage_id} {self.verdict}"
