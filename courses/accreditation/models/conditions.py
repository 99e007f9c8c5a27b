"""What a university asked for when it agreed: each with a day, and what shows that it was done."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.accreditation.models.agreements import Accreditation
from courses.accreditation.states import ConditionKind, ConditionState


class ConditionQuerySet(models.QuerySet):
    def overdue(self, on) -> "ConditionQuerySet":
        """Open conditions whose day has passed; nobody enrols under their agreement until they are closed."""
        return self.filter(kind=ConditionKind.CONDITION, state=ConditionState.OPEN, due_on__lt=on)


class Condition(models.Model):
    """A condition must be met by its day; a recommendation is answered and blocks nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="conditions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=ConditionKind)
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=ConditionState, default=ConditionState.OPEN)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()
    # What shows that it is met, and who at the university agreed.
    evidence = models.TextField(blank=True)
    agreed_by = models.CharField(max_length=200, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["accreditation", "number"], name="one_condition_per_number"),
            models.CheckConstraint(condition=Q(kind__in=ConditionKind), name="condition_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ConditionState), name="condition_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, closed_by__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(evidence="")),
                name="condition_closed_with_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"condition {self.number}"

    def is_overdue(self, on: date) -> bool:
        """The same of one row as `overdue` asks of many."""
        is_open = self.kind == ConditionKind.CONDITION and self.state == ConditionState.OPEN
        return is_open and self.due_on is not None and self.due_on < on

    def stood_open(self, at) -> bool:
        return self.closed_at is None or self.closed_at > at

    @property
    def tone(self) -> str:
        return "" if self.state == ConditionState.OPEN else "ok"
