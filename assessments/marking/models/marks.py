"""Allocations, marks, judgements on criteria, and the team's own notes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.marking.states import AllocationState, Lack, MarkState, Outcome, Stage, Verdict
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.away.models import KeptAway

# A mark that does not count yet: whoever should countersign it has not, or did not agree.
UNSIGNED = Q(allocation__countersigner__isnull=False) & ~Q(countersignature__is_signed=True)


def kept_from(person) -> Q:
    """Allocations and marks of learners who keep this person away, asked of each row found and not of every submission."""
    return Q(submission__portfolio__enrolment__learner__in=KeptAway.objects.naming(person).values("learner"))


class AllocationQuerySet(models.QuerySet):
    def for_assessor(self, person) -> "AllocationQuerySet":
        return self.filter(assessor=person).exclude(Q(state=AllocationState.WITHDRAWN) | kept_from(person))

    def to_mark(self) -> "AllocationQuerySet":
        """Whose learner left, or whose attempt a panel has ended, is nobody's to mark."""
        return self.filter(state=AllocationState.ACTIVE).exclude(submission__state=SubmissionState.VOID)

    def idle(self, now) -> "AllocationQuerySet":
        """Taken from the pool and left for longer than the lease: the next who wants one may have it."""
        return self.filter(state=AllocationState.ACTIVE, is_taken=True, leased_until__lt=now)


class Allocation(models.Model):
    """This submission is this assessor's to mark, by this day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="allocations")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="allocations")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.FIRST)
    state = models.CharField(max_length=20, choices=AllocationState, default=AllocationState.ACTIVE)
    due_date = models.DateField()
    # The same employer alone is no bar, but needs a reason (COI-1).
    same_employer_reason = models.CharField(max_length=300, blank=True)
    # What the moderator asks, when this allocation is for marking again; `only`: every other judgement stands (MRK-3).
    query = models.TextField(blank=True)
    only = models.ForeignKey(AssessmentCriterion, models.PROTECT, null=True, blank=True, related_name="+")
    # Reads and signs the mark of somebody whose standing is not complete, before it counts (ASR-1).
    countersigner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="countersignings"
    )
    rules_version = models.CharField(max_length=20, blank=True)
    allocated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    allocated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Taken from the pool by the assessor, who keeps it while the lease is renewed by working on it.
    is_taken = models.BooleanField(default=False)
    leased_until = models.DateTimeField(null=True, blank=True)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage), name="allocation_stage_known"),
            models.CheckConstraint(condition=Q(state__in=AllocationState), name="allocation_state_known"),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="allocation_withdrawn_at_agrees",
            ),
            models.CheckConstraint(
                condition=Q(countersigner__isnull=True) | ~Q(countersigner=F("assessor")),
                name="nobody_countersigns_their_own_mark",
            ),
            models.UniqueConstraint(
                fields=["submission", "stage"], condition=~Q(state="withdrawn"), name="one_allocation_per_stage"
            ),
            # Agreeing is no judgement of its own: one of those who judged writes it down.
            models.UniqueConstraint(
                fields=["submission", "assessor"],
                condition=~Q(state="withdrawn") & ~Q(stage="agreed"),
                name="never_the_same_assessor_twice",
            ),
        ]
        indexes = [
            # In the order of the queue, so that its first page is read without sorting the rest.
            models.Index(fields=["assessor", "state", "due_date", "allocated_at", "id"], name="allocation_queue"),
            # Both are few among all, which the columns by themselves do not say.
            models.Index(fields=["leased_until"], condition=Q(leased_until__isnull=False), name="allocation_leased"),
            models.Index(fields=["state"], condition=Q(countersigner__isnull=False), name="allocation_countersigned"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.submission_id}"


class Need(models.Model):
    """A submission lacks an assessor for a later stage; filled by the allocation that gives it one."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="needs")
    stage = models.CharField(max_length=10, choices=Stage)
    since = models.DateTimeField()
    allocation = models.OneToOneField(Allocation, models.PROTECT, null=True, blank=True, related_name="need")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage), name="need_stage_known"),
            models.UniqueConstraint(
                fields=["submission", "stage"], condition=Q(allocation__isnull=True), name="one_open_need_per_stage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.submission_id}"


class Mark(models.Model):
    """One assessor's judgements on every criterion, with feedback. Final marks never change; a re-mark is a new row.

    `stands`: this is the one that moderation, the board and the learner read. Where two assessors mark, it is the agreed
    mark, a row of its own beside theirs. `score` is given under the numeric scheme only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    allocation = models.OneToOneField(Allocation, models.PROTECT, related_name="mark")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="marks")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="marks")
    stage = models.CharField(max_length=10, choices=Stage)
    state = models.CharField(max_length=10, choices=MarkState, default=MarkState.DRAFT)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    feedback = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    score_version = models.PositiveIntegerField(default=0)
    stands = models.BooleanField(default=False)
    rules_version = models.CharField(max_length=20)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    finalised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage), name="mark_stage_known"),
            models.CheckConstraint(condition=Q(state__in=MarkState), name="mark_state_known"),
            models.CheckConstraint(
                condition=(Q(state="final") & Q(finalised_at__isnull=False) & ~Q(outcome=""))
                | (Q(state="draft") & Q(finalised_at__isnull=True) & Q(outcome="")),
                name="mark_final_agrees",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="mark_score_from_0_to_100"
            ),
            models.CheckConstraint(condition=Q(stands=False) | Q(state="final"), name="only_a_final_mark_stands"),
            models.UniqueConstraint(fields=["submission"], condition=Q(stands=True), name="one_mark_stands"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} mark {self.pk}"


class Judgement(models.Model):
    """What one mark says of one criterion, and the feedback that the learner will read. No verdict: not yet judged."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mark = models.ForeignKey(Mark, models.PROTECT, related_name="judgements")
    criterion = models.ForeignKey(AssessmentCriterion, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, choices=Verdict, blank=True)
    feedback = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark", "criterion"], name="one_judgement_per_criterion"),
            models.CheckConstraint(condition=Q(verdict__in=[*Verdict.values, ""]), name="verdict_known"),
        ]

    def __str__(self) -> str:
        return f"{self.mark_id} {self.criterion_id}"


class Shortfall(models.Model):
    """One of the four things that the evidence for a criterion lacks, where it is not yet met."""

    judgement = models.ForeignKey(Judgement, models.PROTECT, related_name="shortfalls")
    lack = models.CharField(max_length=12, choices=Lack)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["judgement", "lack"], name="one_shortfall_per_lack"),
            models.CheckConstraint(condition=Q(lack__in=Lack), name="lack_known"),
        ]

    def __str__(self) -> str:
        return self.lack


class TeamNote(models.Model):
    """A note for colleagues who mark or moderate; a table of its own, so that no learner's page can show it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mark = models.ForeignKey(Mark, models.PROTECT, related_name="team_notes")
    criterion = models.ForeignKey(AssessmentCriterion, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark", "criterion"], name="one_team_note_per_criterion"),
            models.UniqueConstraint(
                fields=["mark"], condition=Q(criterion__isnull=True), name="one_team_note_on_the_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"
