"""A university's visits: who, for what, to which cohorts, until when."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.audit.states import READING, VisitState
from courses.accreditation.models import Accreditation
from courses.catalogue.models import Module
from courses.delivery.models import Cohort


class VisitQuerySet(models.QuerySet):
    def of(self, person) -> "VisitQuerySet":
        """Those that are this person's, also one she was invited to and has not opened yet."""
        mine = Q(auditor=person) | Q(auditor__isnull=True, invitation__person=person)
        return self.filter(mine).exclude(state=VisitState.CANCELLED)

    def open_for(self, auditor, on: date) -> "VisitQuerySet":
        """Those in which this person may read evidence on that day."""
        return self.filter(auditor=auditor, state__in=READING, opens_on__lte=on, closes_on__gte=on)


class Visit(models.Model):
    """One audit under an agreement, all editions of it. Without modules, cohorts or dates it reaches every cohort.

    `opens_on` and `closes_on` are set when she opens it, and with that declares that she is independent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="visits")
    state = models.CharField(max_length=20, choices=VisitState, default=VisitState.INVITED)
    auditor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="visits")
    invitation = models.ForeignKey("accounts.Invitation", models.PROTECT, null=True, blank=True, related_name="visits")
    purpose = models.CharField(max_length=300)
    working_days = models.PositiveIntegerField()
    modules = models.ManyToManyField(Module, related_name="visits")
    cohorts = models.ManyToManyField(Cohort, related_name="visits")
    # Cohorts that began between these days; empty for no limit.
    began_from = models.DateField(null=True, blank=True)
    began_until = models.DateField(null=True, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VisitState), name="visit_state_known"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="visit_closes_after_opening"),
            models.CheckConstraint(
                condition=Q(state__in=["invited", "cancelled"], opened_at__isnull=True)
                | Q(
                    state__in=["open", "concluded", "closed"],
                    opened_at__isnull=False,
                    auditor__isnull=False,
                    opens_on__isnull=False,
                    closes_on__isnull=False,
                ),
                name="visit_opened_by_its_auditor",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="visit_closed_at_agrees",
            ),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"

    def is_reading(self, on: date) -> bool:
        """Whether evidence can be read in it on that day."""
        return self.state in READING and self.opens_on <= on <= self.closes_on
