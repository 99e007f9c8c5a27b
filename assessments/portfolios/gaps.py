"""What is still missing before a submission can be sealed, and what a learner should look at once more."""

from dataclasses import dataclass

from assessments.portfolios.contents import (
    Contents,
    TaskContents,
    is_asked,
    is_confirmed,
    is_declined,
    needs_confirmation,
)
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.states import ItemKind


@dataclass(frozen=True)
class Gap:
    """One thing to do, and where: `about` is task, item or criterion, `target` its id. A hard one stops the submission."""

    text: str
    about: str
    target: str
    is_hard: bool = True


def find_gaps(contents: Contents) -> list[Gap]:
    """Every gap, hard ones first, each kind in the order of the tasks and criteria."""
    tasks = [task for task in contents.tasks if task.is_open]
    read_beyond = contents.submission.portfolio.enrolment.rules.word_tolerance_percent
    gaps = [gap for task in tasks for gap in _of_task(task, read_beyond)] + _unclaimed(contents, tasks)
    return sorted(gaps, key=lambda gap: not gap.is_hard)


def _of_task(contents: TaskContents, read_beyond: int) -> list[Gap]:
    if contents.kept and not contents.items:
        item = contents.kept[0]
        text = f"{item.label} is read by nobody who assesses it. Choose who may read it, or add something else."
        return [Gap(f"{contents.task.title}: {text}", "item", str(item.pk))]
    if not contents.items:
        return [Gap(f"{contents.task.title}: there is no evidence yet.", "task", str(contents.task.pk))]
    gaps = [gap for item in contents.items for gap in _of_item(item, read_beyond)]
    return gaps + [
        Gap(f"{item.label} stays with you: it is not submitted.", "item", str(item.pk), is_hard=False)
        for item in contents.kept
    ]


def _unclaimed(contents: Contents, tasks: list[TaskContents]) -> list[Gap]:
    """Criteria without evidence, told once for each task; a task that is empty is a gap of its own already."""
    claimed = {claim.criterion_id for claim in contents.claims()}
    missing = {criterion.pk: criterion for criterion in contents.open_criteria if criterion.pk not in claimed}
    gaps = []
    for task in sorted(tasks, key=lambda task: not task.items):
        numbers = [criterion.number for criterion in task.criteria if missing.pop(criterion.pk, None)]
        if numbers and task.items:
            words = f"criterion {numbers[0]} has" if len(numbers) == 1 else f"criteria {', '.join(numbers)} have"
            gaps.append(Gap(f"{task.task.title}: {words} no evidence linked.", "task", str(task.task.pk)))
    return gaps + [
        Gap(f"Criterion {criterion.number} has no evidence linked.", "criterion", str(pk))
        for pk, criterion in missing.items()
    ]


def _of_item(item: EvidenceItem, read_beyond: int) -> list[Gap]:
    """`read_beyond`: so many words in a hundred over the limit are still read (LAT-3)."""
    gaps = []
    if item.kind == ItemKind.TEXT and not item.word_count:
        gaps.append(Gap(f"{item.label} is empty. Write it, or take it out.", "item", str(item.pk)))
    elif not item.is_complete:
        gaps.append(Gap(f"{item.label} is not marked as completed. Complete it, or take it out.", "item", str(item.pk)))
    gaps += _of_confirmation(item)
    limit = item.task.word_limit
    if limit and item.kind == ItemKind.TEXT and 100 * item.word_count > limit * (100 + read_beyond):
        gaps.append(
            Gap(
                f"{item.label} has {item.word_count} words; the limit is {limit}. The assessor stops reading at the limit.",
                "item",
                str(item.pk),
                is_hard=False,
            )
        )
    return gaps


def _of_confirmation(item: EvidenceItem) -> list[Gap]:
    if not needs_confirmation(item) or is_confirmed(item):
        return []
    if is_asked(item):
        sentence = (
            f"Your manager has not answered about {item.label} yet. You can submit; the answer is added when it comes."
        )
        return [Gap(sentence, "item", str(item.pk), is_hard=False)]
    if is_declined(item):
        sentence = f"Your manager could not confirm {item.label}. Ask somebody else who saw it, or take it out."
        return [Gap(sentence, "item", str(item.pk))]
    return [Gap(f"{item.label} was not uploaded, so ask your manager to confirm seeing it.", "item", str(item.pk))]
