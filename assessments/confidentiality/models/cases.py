"""Incidents (an item identified somebody) and safeguarding concerns (somebody may be at risk)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.confidentiality.states import CaseState, ConcernAbout, ConcernOutcome, Report, Slip
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.states import Because


class Incident(models.Model):
    """A major breach of confidentiality: opened when an item is quarantined, closed when it is destroyed, or given back
    because nobody could be identified. Whether the regulator is told is decided within 72 hours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="incidents")
    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.OPEN)
    kind = models.CharField(max_length=20, choices=Slip)
    # While whose work it was noticed: intake, marking, moderation, ...
    found_at = models.CharField(max_length=20, choices=Because, default=Because.INTAKE)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    report_by = models.DateTimeField()
    report = models.CharField(max_length=20, choices=Report, blank=True)
    report_reason = models.TextField(blank=True)
    report_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    report_decided_at = models.DateTimeField(null=True, blank=True)
    # What the receipt of the purge proves: the digest the evidence had, kept when the evidence is gone.
    evidence_digest = models.CharField(max_length=64, blank=True)
    purged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    purged_at = models.DateTimeField(null=True, blank=True)
    given_back_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState), name="incident_state_known"),
            models.CheckConstraint(condition=Q(kind__in=Slip), name="incident_kind_known"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(given_back_at__isnull=True), name="one_standing_incident_per_item"
            ),
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True, purged_by__isnull=True)
                | Q(purged_at__isnull=False, purged_by__isnull=False),
                name="incident_purged_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(report="", report_decided_at__isnull=True, report_decided_by__isnull=True)
                | (
                    Q(report__in=Report, report_decided_at__isnull=False, report_decided_by__isnull=False)
                    & ~Q(report_reason="")
                ),
                name="incident_report_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (Q(state="closed", closed_at__isnull=False, purged_at__isnull=False) & ~Q(outcome="") & ~Q(report=""))
                | (Q(state="closed", closed_at__isnull=False, given_back_at__isnull=False) & ~Q(outcome="")),
                name="incident_closed_after_purge",
            ),
        ]

    def __str__(self) -> str:
        return f"incident {self.pk}"


class SafeguardingConcern(models.Model):
    """Somebody may be at risk. Seen by safeguarding leads only; never in marking, packs or exports.

    Without a submission it is a learner's own wish to talk to somebody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="+")
    about = models.CharField(max_length=20, choices=ConcernAbout, default=ConcernAbout.SOMEBODY)
    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.OPEN)
    note = models.TextField(blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=ConcernOutcome, blank=True)
    action_taken = models.TextField(blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState), name="concern_state_known"),
            models.CheckConstraint(condition=Q(about__in=ConcernAbout), name="concern_about_known"),
            models.CheckConstraint(
                condition=(Q(submission__isnull=False) & ~Q(note="")) | Q(submission__isnull=True, about="self"),
                name="concern_has_a_note_or_is_a_wish_to_talk",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, taken_at__isnull=True) | Q(owner__isnull=False, taken_at__isnull=False),
                name="concern_taken_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, outcome="")
                | (
                    Q(state="closed", closed_at__isnull=False, outcome__in=ConcernOutcome)
                    & (~Q(action_taken="") | Q(about="self"))
                ),
                name="concern_closed_with_an_action",
            ),
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"
