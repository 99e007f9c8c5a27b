"""Everything in one submission, read once in a constant number of queries: what pages, gaps and the manifest stand on."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from assessments.portfolios.models import Attestation, Claim, EvidenceItem, Submission
from assessments.portfolios.states import AttestationState, ItemKind, ItemState
from courses.catalogue.models import AssessmentCriterion, ModuleVersion, Task


@dataclass
class TaskContents:
    """A task with the items that are in it. `is_open` is false when every one of its criteria is met already; `kept` are
    the reflections that nobody who assesses reads, which are no part of what is submitted."""

    task: Task
    criteria: list[AssessmentCriterion]
    is_open: bool
    items: list[EvidenceItem] = field(default_factory=list)
    locked: list[EvidenceItem] = field(default_factory=list)
    kept: list[EvidenceItem] = field(default_factory=list)
    is_other_way: bool = False

    @property
    def brief(self) -> str:
        return self.task.instead if self.is_other_way else self.task.brief


@dataclass
class Contents:
    """`open_criteria` are the criteria of this attempt; `criteria` are all of the version."""

    submission: Submission
    version: ModuleVersion
    criteria: list[AssessmentCriterion]
    open_criteria: list[AssessmentCriterion]
    tasks: list[TaskContents]
    items: list[EvidenceItem]

    def claims(self) -> list[Claim]:
        return [claim for item in self.items for claim in item.claims.all()]

    def claims_on(self, criterion: AssessmentCriterion) -> list[Claim]:
        return [claim for claim in self.claims() if claim.criterion_id == criterion.pk]


def load_contents(submission: Submission) -> Contents:
    version = submission.portfolio.enrolment.version
    criteria = list(version.criteria.select_related("outcome").order_by("position"))
    open_ids = set(submission.criteria.values_list("pk", flat=True))
    tasks = [
        TaskContents(
            task, list(task.criteria.all()), any(criterion.pk in open_ids for criterion in task.criteria.all())
        )
        for task in version.tasks.order_by("position").prefetch_related(
            Prefetch("criteria", AssessmentCriterion.objects.order_by("position")), "modes"
        )
    ]
    by_task = {contents.task.pk: contents for contents in tasks}
    for task_id in submission.portfolio.other_ways.values_list("task", flat=True):
        by_task[task_id].is_other_way = True
    items = sorted(
        submission.items.exclude(state=ItemState.REMOVED)
        .select_related("file", "text_file")
        .prefetch_related(
            Prefetch("claims", Claim.objects.select_related("criterion").order_by("criterion__position", "place")),
            Prefetch("attestations", Attestation.objects.order_by("asked_at")),
        ),
        key=label_number,
    )
    for item in items:
        item.task = by_task[item.task_id].task
        item.submission = submission
        for claim in item.claims.all():
            claim.item = item
        _place_of(item, by_task[item.task_id]).append(item)
    present = [item for item in items if item.state == ItemState.PRESENT and item.is_for_assessors]
    open_criteria = [criterion for criterion in criteria if criterion.pk in open_ids]
    return Contents(submission, version, criteria, open_criteria, tasks, present)


def brief_of(item: EvidenceItem) -> str:
    """What the learner was asked to do with this task: its brief, or the other one if she chose that."""
    is_other_way = item.submission.portfolio.other_ways.filter(task=item.task_id).exists()
    return item.task.instead if is_other_way else item.task.brief


def _place_of(item: EvidenceItem, contents: TaskContents) -> list[EvidenceItem]:
    if not item.is_for_assessors:
        return contents.kept
    return contents.items if item.state == ItemState.PRESENT else contents.locked


def label_number(item: EvidenceItem) -> int:
    """E2 comes before E10."""
    return int(item.label[1:])


def is_confirmed(item: EvidenceItem) -> bool:
    return any(attestation.state == AttestationState.CONFIRMED for attestation in item.attestations.all())


def is_declined(item: EvidenceItem) -> bool:
    """A manager could not confirm, and nobody else has."""
    declined = any(attestation.state == AttestationState.DECLINED for attestation in item.attestations.all())
    return declined and not is_confirmed(item)


def is_asked(item: EvidenceItem) -> bool:
    waiting = (AttestationState.WAITING, AttestationState.ASKED)
    return any(attestation.state in waiting for attestation in item.attestations.all())


def needs_confirmation(item: EvidenceItem) -> bool:
    """Nothing but a witness stands for an item that was never uploaded."""
    return item.kind == ItemKind.SIGHTED
