"""The auditor's own sample: the candidates whose evidence she reads, how they came into it, and her own judgements."""

import uuid

from django.db import models
from django.db.models import Q

from assessments.audit.models.visits import Visit
from assessments.marking.states import Verdict
from assessments.portfolios.models import Submission
from courses.catalogue.models import AssessmentCriterion
from courses.delivery.models import Enrolment


class OwnDraw(models.Model):
    """A draw by rule and seed; `facts` is all that it knew of each candidate, so that it can be repeated for ever."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="draws")
    number = models.PositiveIntegerField()
    seed = models.CharField(max_length=64)
    rule = models.CharField(max_length=300)
    rules_version = models.CharField(max_length=20)
    facts = models.JSONField()
    population_digest = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "number"], name="one_own_draw_per_number")]

    def __str__(self) -> str:
        return f"draw {self.number}"


class VisitItem(models.Model):
    """One candidate in the sample of a visit. Evidence is read of these alone; more are added whenever she likes.

    Without a draw she chose the candidate herself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="items")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="visit_items")
    draw = models.ForeignKey(OwnDraw, models.PROTECT, null=True, blank=True, related_name="items")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "enrolment"], name="one_visit_item_per_candidate")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.enrolment_id}"


class OwnMark(models.Model):
    """What the auditor herself says of one attempt. It changes no result, and nobody at the provider ever sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="own_marks")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    # From then on it is compared with the provider's, and stays as it is.
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "submission"], name="one_own_mark_per_attempt")]

    def __str__(self) -> str:
        return f"own mark {self.pk}"


class OwnJudgement(models.Model):
    """Her judgement of one criterion, with a note for herself."""

    mark = models.ForeignKey(OwnMark, models.PROTECT, related_name="judgements")
    criterion = models.ForeignKey(AssessmentCriterion, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=Verdict, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark", "criterion"], name="one_own_judgement_per_criterion"),
            models.CheckConstraint(condition=Q(verdict__in=[*Verdict.values, ""]), name="own_verdict_known"),
        ]

    def __str__(self) -> str:
        return f"{self.mark_id} {self.criterion_id}"
