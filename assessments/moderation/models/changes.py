"""A moderator's change to the marking: always the whole run of an assessor, one criterion at a time (MRK-3)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.marking.models import Allocation, Mark
from assessments.moderation.models.samples import SampledMark
from assessments.moderation.states import RunChangeState
from courses.catalogue.models import AssessmentCriterion
from courses.delivery.models import Cohort


class RunChange(models.Model):
    """One criterion is judged again in every portfolio that this assessor marked in this cohort.

    The assessor acknowledges, the chair approves, and then each portfolio is judged on its own evidence.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(SampledMark, models.PROTECT, related_name="run_changes")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="run_changes")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="run_changes")
    criterion = models.ForeignKey(AssessmentCriterion, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=RunChangeState, default=RunChangeState.PROPOSED)
    why = models.TextField()
    rules_version = models.CharField(max_length=20)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RunChangeState), name="run_change_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["acknowledged", "approved", "refused"]) | Q(acknowledged_at__isnull=False),
                name="run_change_acknowledged_first",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused"]) | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="run_change_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["cohort", "assessor", "criterion"],
                condition=Q(state__in=["proposed", "acknowledged"]),
                name="one_open_change_per_run_and_criterion",
            ),
        ]

    def __str__(self) -> str:
        return f"change {self.pk}"


class RunChangeMark(models.Model):
    """A mark of the run, and the allocation under which its portfolio is judged again."""

    change = models.ForeignKey(RunChange, models.PROTECT, related_name="marks")
    mark = models.ForeignKey(Mark, models.PROTECT, related_name="run_changes")
    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="run_change")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "mark"], name="one_row_per_changed_mark")]

    def __str__(self) -> str:
        return f"{self.change_id} {self.mark_id}"
