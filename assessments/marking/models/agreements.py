"""What two or three marks of one submission come to."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.marking.models.marks import Allocation, Mark
from assessments.marking.states import AgreementState
from assessments.portfolios.models import Submission


class AgreementQuerySet(models.QuerySet):
    def standing(self) -> "AgreementQuerySet":
        return self.exclude(state=AgreementState.WITHDRAWN)


class Agreement(models.Model):
    """The marks that were given apart, and what their assessors make of them together. All of them are kept.

    `allocation` (of stage agreed) says who writes it down, and its mark holds the agreed judgements. Where the marks
    differ it needs a rationale, and the assent of the other assessor or the mark of a third.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="agreements")
    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="agreement")
    state = models.CharField(max_length=10, choices=AgreementState, default=AgreementState.OPEN)
    first = models.ForeignKey(Mark, models.PROTECT, related_name="+")
    second = models.ForeignKey(Mark, models.PROTECT, related_name="+")
    third = models.ForeignKey(Mark, models.PROTECT, null=True, blank=True, related_name="+")
    rationale = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    # Why the other assessor does not agree yet, or why a third one is asked.
    answer = models.TextField(blank=True)
    rules_version = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AgreementState), name="agreement_state_known"),
            models.CheckConstraint(
                condition=Q(state="withdrawn")
                | Q(state="agreed", agreed_at__isnull=False, agreed_by__isnull=False)
                | (~Q(state="agreed") & Q(agreed_at__isnull=True, agreed_by__isnull=True)),
                name="agreement_agreed_by_someone",
            ),
            models.UniqueConstraint(
                fields=["submission"], condition=~Q(state="withdrawn"), name="one_agreement_per_submission"
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"
