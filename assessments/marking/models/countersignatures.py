"""What a qualified assessor said of the mark of one whose standing is not complete."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.marking.models.marks import Mark


class Countersignature(models.Model):
    """What a qualified assessor said of an unqualified one's mark: it counts, or it goes back with a reason (ASR-1)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mark = models.OneToOneField(Mark, models.PROTECT, related_name="countersignature")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_signed = models.BooleanField()
    reason = models.TextField(blank=True)
    rules_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_signed=True) | ~Q(reason=""), name="a_mark_is_sent_back_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"countersignature {self.pk}"
