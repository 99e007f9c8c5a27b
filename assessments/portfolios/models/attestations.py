"""Managers' confirmations."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.portfolios.models.items import EvidenceItem
from assessments.portfolios.models.submissions import Submission
from assessments.portfolios.states import AddressFrom, Answer, AttestationState, Relationship


class Attestation(models.Model):
    """A manager's confirmation, asked for by a one-time link, that she saw the original or that the work is the learner's.

    The address comes from the enrolment or a coordinator; one that the learner typed waits until a coordinator has
    confirmed it. `employer` is the learner's when it was asked: the link dies when she changes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="attestations")
    item = models.ForeignKey(EvidenceItem, models.PROTECT, null=True, blank=True, related_name="attestations")
    state = models.CharField(max_length=20, choices=AttestationState, default=AttestationState.WAITING)
    manager_name = models.CharField(max_length=200)
    manager_email = models.EmailField()
    manager_role = models.CharField(max_length=100, blank=True)
    address_from = models.CharField(max_length=20, choices=AddressFrom, default=AddressFrom.ENROLMENT)
    address_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    address_confirmed_at = models.DateTimeField(null=True, blank=True)
    employer = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    relationship = models.CharField(max_length=20, choices=Relationship, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    statement = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AttestationState), name="attestation_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["confirmed", "declined"], answered_at__isnull=False)
                | Q(state__in=["waiting", "asked", "cancelled"]),
                name="attestation_answered_at_agrees",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", answer="confirmed")
                | Q(state="declined", answer__in=["not_seen", "not_at_level"])
                | Q(state__in=["waiting", "asked", "cancelled"], answer=""),
                name="attestation_answer_agrees",
            ),
            models.CheckConstraint(condition=Q(address_from__in=AddressFrom), name="attestation_address_known"),
            models.CheckConstraint(
                condition=~Q(address_from="learner")
                | Q(state__in=["waiting", "cancelled"])
                | Q(address_confirmed_by__isnull=False, address_confirmed_at__isnull=False),
                name="typed_address_is_confirmed_before_it_is_used",
            ),
        ]

    def __str__(self) -> str:
        return f"attestation {self.pk}"
