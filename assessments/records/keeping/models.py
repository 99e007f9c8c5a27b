"""Retention rules, legal holds, destruction runs and their lines."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.records.keeping.states import Counted, RecordKind, RunState, UnitState
from assessments.records.keeping.states import Unit as TimeUnit
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.away.models import KeptAway


class RetentionRule(models.Model):
    """How long one kind of record is kept, from when it was set until the next version. The first version of each kind
    is the table that the product is delivered with (table.py), so these rows begin with 2."""

    kind = models.CharField(max_length=20, choices=RecordKind)
    version = models.PositiveIntegerField()
    amount = models.PositiveIntegerField(default=0)
    unit = models.CharField(max_length=10, choices=TimeUnit)
    counted_from = models.CharField(max_length=10, choices=Counted)
    source = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="one_retention_rule_per_version"),
            models.CheckConstraint(condition=Q(kind__in=RecordKind), name="retention_kind_known"),
            models.CheckConstraint(condition=Q(unit__in=TimeUnit), name="retention_unit_known"),
            models.CheckConstraint(condition=Q(counted_from__in=Counted), name="retention_event_known"),
            models.CheckConstraint(condition=Q(version__gte=2), name="first_retention_rule_is_delivered"),
            models.CheckConstraint(
                condition=Q(unit="ever", amount=0) | (~Q(unit="ever") & Q(amount__gte=1)), name="retention_has_a_length"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class LegalHoldQuerySet(models.QuerySet):
    def standing(self) -> "LegalHoldQuerySet":
        return self.filter(lifted_at__isnull=True)

    def seen_by(self, person) -> "LegalHoldQuerySet":
        """Without those about learners who keep this person away."""
        away = KeptAway.objects.naming(person).values("learner")
        named, enrolled = (
            Q(person__isnull=False, person__in=away),
            Q(enrolment__isnull=False, enrolment__learner__in=away),
        )
        return self.exclude(named).exclude(enrolled)


class LegalHold(models.Model):
    """Nothing of this person, enrolment or cohort is destroyed by any path while it stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, blank=True, related_name="legal_holds")
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="legal_holds")
    reason = models.CharField(max_length=500)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    review_on = models.DateField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_reason = models.CharField(max_length=500, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, enrolment__isnull=True, cohort__isnull=True)
                | Q(person__isnull=True, enrolment__isnull=False, cohort__isnull=True)
                | Q(person__isnull=True, enrolment__isnull=True, cohort__isnull=False),
                name="legal_hold_is_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="legal_hold_lifted_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"legal hold {self.pk}"

    @property
    def is_standing(self) -> bool:
        return self.lifted_at is None

    def is_due(self, on: date) -> bool:
        """Its owner has to look whether it is still needed."""
        return self.is_standing and self.review_on <= on


class DestructionRun(models.Model):
    """A frozen list of what is to go: proposed by one person, approved by another, carried out by a job.

    `list_digest` is the SHA-256 of the list as it was proposed; `proof` is written once, when all of it is done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.PROPOSED)
    kind = models.CharField(max_length=20, choices=RecordKind)
    rule_version = models.PositiveIntegerField()
    list_digest = models.CharField(max_length=64)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    proof = models.JSONField(default=dict, blank=True)
    proof_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RunState), name="destruction_run_state_known"),
            models.CheckConstraint(condition=Q(kind__in=RecordKind), name="destruction_run_kind_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "done"])
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="destruction_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) & ~Q(proof_digest="")
                | ~Q(state="done") & Q(done_at__isnull=True, proof_digest=""),
                name="destruction_done_has_a_proof",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state__in=["proposed", "approved"]), name="one_open_run_per_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"destruction {self.pk}"


class DestructionLine(models.Model):
    """One line of a run: the records of that kind of one enrolment, cohort or person.

    `keys` are the text keys that this line has taken out of the database and not yet destroyed in the vault, so that a
    run that was killed in between finds them again.
    """

    run = models.ForeignKey(DestructionRun, models.PROTECT, related_name="lines")
    subject = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=UnitState, default=UnitState.WAITING)
    keys = models.JSONField(default=list, blank=True)
    rows = models.PositiveIntegerField(default=0)
    texts = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "subject", "subject_id"], name="one_line_per_subject"),
            models.CheckConstraint(condition=Q(state__in=UnitState), name="destruction_line_state_known"),
        ]
        indexes = [models.Index(fields=["run", "state"], name="destruction_lines")]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}"
