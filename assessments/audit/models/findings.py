"""What an auditor found, and the conversation about each finding until she closes it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.audit.models.visits import Visit
from assessments.audit.states import BLOCKING, Answer, FindingKind, FindingState
from courses.accreditation.models import Condition
from courses.delivery.models import Enrolment


class FindingQuerySet(models.QuerySet):
    def raised(self) -> "FindingQuerySet":
        """Those that the provider may see: no drafts, and nothing that was discarded."""
        return self.exclude(state__in=[FindingState.DRAFT, FindingState.DISCARDED])

    def unsettled(self) -> "FindingQuerySet":
        return self.filter(state__in=[FindingState.RAISED, FindingState.ANSWERED])


class Finding(models.Model):
    """One finding of a visit, about the whole or about one candidate. A draft is seen by the auditor alone.

    A condition or an essential action stands on the register too, so that an overdue one stops new enrolments.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=FindingKind)
    state = models.CharField(max_length=20, choices=FindingState, default=FindingState.DRAFT)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, blank=True, related_name="findings")
    title = models.CharField(max_length=200)
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    condition = models.OneToOneField(Condition, models.PROTECT, null=True, blank=True, related_name="finding")
    # Who at the provider sees to it.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    raised_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="one_finding_per_number"),
            models.CheckConstraint(condition=Q(kind__in=FindingKind), name="finding_kind_known"),
            models.CheckConstraint(condition=Q(state__in=FindingState), name="finding_state_known"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="finding_closed_at_agrees",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=BLOCKING)
                | Q(state__in=["draft", "discarded"])
                | Q(due_on__isnull=False, condition__isnull=False),
                name="blocking_finding_is_on_the_register",
            ),
        ]

    def __str__(self) -> str:
        return f"finding {self.number}"

    @property
    def tone(self) -> str:
        return {FindingState.CLOSED: "ok", FindingState.RAISED: "info"}.get(self.state, "")

    @property
    def is_draft(self) -> bool:
        return self.state == FindingState.DRAFT


class Message(models.Model):
    """One word in the conversation about a finding; never changed. The provider's says whether it acts or why not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="messages")
    is_provider = models.BooleanField()
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    text = models.TextField()
    evidence = models.TextField(blank=True)
    done_by = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=[*Answer.values, ""]), name="finding_answer_known"),
            models.CheckConstraint(
                condition=(Q(is_provider=True) & ~Q(answer="")) | Q(is_provider=False, answer=""),
                name="the_provider_answers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.written_at}"
