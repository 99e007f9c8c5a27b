"""The auditor's report of a visit, and the provider's written response to it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.audit.models.visits import Visit
from assessments.audit.states import Opinion


class Report(models.Model):
    """One for each visit: a part that may be shared, and a part for the provider alone. Signed, it never changes.

    `facts` is what the service counted on the day of signing, so that the report stands for itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.OneToOneField(Visit, models.PROTECT, related_name="report")
    standards = models.TextField(blank=True)
    comparable = models.TextField(blank=True)
    rigour = models.TextField(blank=True)
    evidence_seen = models.TextField(blank=True)
    earlier = models.TextField(blank=True)
    good_practice = models.TextField(blank=True)
    restricted = models.TextField(blank=True)
    opinion = models.CharField(max_length=20, choices=Opinion, blank=True)
    version = models.PositiveIntegerField(default=1)
    facts = models.JSONField(default=list)
    saved_at = models.DateTimeField()
    signed_name = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(opinion__in=[*Opinion.values, ""]), name="report_opinion_known"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, digest="")
                | (Q(signed_at__isnull=False) & ~Q(digest="") & ~Q(opinion="") & ~Q(signed_name="")),
                name="report_signed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"report of {self.visit_id}"


class Response(models.Model):
    """The provider's written response, made from its answers to the findings when it was sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.OneToOneField(Visit, models.PROTECT, related_name="response")
    text = models.TextField()
    digest = models.CharField(max_length=64)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"response to {self.visit_id}"
