"""What the learner's pages show: her portfolios, one portfolio in full, and what changed since an earlier attempt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from assessments.portfolios.contents import Contents, TaskContents, is_declined
from assessments.portfolios.deadlines import closes_at, running_pause
from assessments.portfolios.models import Attestation, Claim, EvidenceItem, Submission
from assessments.portfolios.states import AttestationState, ItemKind, ItemState, SubmissionState
from courses.catalogue.models import AssessmentCriterion
from courses.delivery.models import Enrolment
from courses.delivery.states import EnrolmentState
from cpd.accounts.models import User

S = SubmissionState
STEPS = ["Submitted", "Safety check", "Marking", "Moderation", "Board", "Result"]
# How many steps are behind the submission: the next is the current one.
STEPS_DONE = {
    S.SUBMITTED: 1,
    S.RETURNED: 1,
    S.ACCEPTED: 2,
    S.HELD: 2,
    S.MARKED: 3,
    S.CONFIRMED: 4,
    S.RATIFIED: 5,
    S.REOPENED: 2,
}
STEPS_DONE[S.RELEASED] = len(STEPS)
TONES = {
    S.DRAFT: "info",
    S.RETURNED: "warn",
    S.QUARANTINED: "warn",
    S.RELEASED: "ok",
    S.REOPENED: "info",
}


@dataclass(frozen=True)
class Step:
    label: str
    state: str


@dataclass(frozen=True)
class TaskRow:
    """One line of the task list, in the words of the page."""

    contents: TaskContents
    status: str
    tone: str
    hint: str
    can_open: bool


@dataclass(frozen=True)
class CoverageRow:
    """A criterion with the places in the evidence that are linked to it."""

    criterion: AssessmentCriterion
    is_open: bool
    claims: list[Claim]


@dataclass(frozen=True)
class Change:
    """What became of an item since the earlier attempt."""

    label: str
    title: str
    what: str
    item: EvidenceItem | None
    before: EvidenceItem | None


def list_enrolments(learner: User) -> QuerySet[Enrolment]:
    """The learner's enrolments that have or may have a portfolio, newest first, each with its newest submission's id."""
    newest = Submission.objects.filter(portfolio__enrolment=OuterRef("pk")).order_by("-attempt", "-draft_number")
    return (
        Enrolment.objects.of(learner)
        .exclude(state=EnrolmentState.OFFERED)
        .select_related("version", "cohort")
        .annotate(newest_submission=Subquery(newest.values("pk")[:1]))
        .order_by("-offered_at", "pk")
    )


def list_addresses(coordinator: User) -> QuerySet[Attestation]:
    """Addresses that learners typed and nobody has confirmed yet, the oldest first; none of one's own."""
    return (
        Attestation.objects.filter(
            state=AttestationState.WAITING, submission__in=Submission.objects.seen_by(coordinator)
        )
        .exclude(submission__portfolio__enrolment__learner=coordinator)
        .select_related("submission__portfolio__enrolment__learner", "submission__portfolio__enrolment__employer")
        .order_by("asked_at", "pk")
    )


def submissions_by_id(ids: Iterable) -> dict:
    found = Submission.objects.filter(pk__in=[pk for pk in ids if pk])
    return {submission.pk: submission for submission in found}


def tone_of(state: str) -> str:
    return TONES.get(SubmissionState(state), "neutral")


def list_steps(submission: Submission) -> list[Step]:
    """The road after submitting; it says where the portfolio is and nothing about the result."""
    done = STEPS_DONE.get(SubmissionState(submission.state))
    if done is None:
        return []
    states = ["done" if place < done else "current" if place == done else "todo" for place in range(len(STEPS))]
    return [Step(label, state) for label, state in zip(STEPS, states, strict=True)]


def list_task_rows(contents: Contents) -> list[TaskRow]:
    is_studying = contents.submission.portfolio.enrolment.state != EnrolmentState.INTERRUPTED
    return [_task_row(task, is_studying) for task in contents.tasks]


def _task_row(contents: TaskContents, is_studying: bool) -> TaskRow:
    hint = _describe_items(contents)
    if not contents.is_open:
        return TaskRow(contents, "Met already", "ok", hint, True)
    if not is_studying and not contents.items:
        return TaskRow(contents, "Cannot start yet", "neutral", "You can start when your break is over.", False)
    if problem := _problem_in(contents):
        return TaskRow(contents, "There is a problem", "warn", problem, True)
    if not contents.items:
        begun = contents.kept and not contents.locked
        return TaskRow(
            contents, "In progress" if begun else "Not yet started", "info" if begun else "neutral", hint, True
        )
    if all(item.is_complete for item in contents.items):
        return TaskRow(contents, "Completed", "", hint, True)
    return TaskRow(contents, "In progress", "info", hint, True)


def _problem_in(contents: TaskContents) -> str:
    for item in contents.items:
        if item.kind == ItemKind.TEXT and item.is_complete and not item.word_count:
            return f"{item.label} is marked as completed but is empty."
        if is_declined(item):
            return f"Your manager could not confirm {item.label}."
    if contents.locked and not contents.items:
        return "What was here could identify somebody. Add new evidence."
    return ""


def _describe_items(contents: TaskContents) -> str:
    if not contents.items and contents.kept:
        return f"{contents.kept[0].label}: nobody who assesses reads it yet"
    if not contents.items:
        numbers = ", ".join(criterion.number for criterion in contents.criteria)
        word = "criterion" if len(contents.criteria) == 1 else "criteria"
        return f"Shows {word} {numbers}"
    return ", ".join(f"{item.label} ({_size(item)})" for item in contents.items)


def _size(item: EvidenceItem) -> str:
    if item.kind == ItemKind.TEXT:
        return "1 word" if item.word_count == 1 else f"{item.word_count} words"
    return "file" if item.kind == ItemKind.FILE else "seen at your employer"


def list_coverage(contents: Contents) -> list[CoverageRow]:
    """Criteria by evidence, in the order of the module."""
    open_ids = {criterion.pk for criterion in contents.open_criteria}
    return [
        CoverageRow(criterion, criterion.pk in open_ids, contents.claims_on(criterion))
        for criterion in contents.criteria
    ]


def describe_deadline(submission: Submission, now: datetime) -> dict:
    """The due moment in words a page can use: how many days are left, until when a late one is taken, since when her
    clocks stand, and which deadlines she was given before."""
    running = running_pause(submission.portfolio.enrolment)
    clock = min(now, running.began_at) if running else now
    left = submission.due_at - clock
    closes = closes_at(submission)
    last = submission.correct_by if submission.state == SubmissionState.RETURNED else closes
    return {
        "due_at": submission.due_at,
        "closes_at": closes,
        "days_left": left.days,
        "is_soon": 0 <= left.total_seconds() < 7 * 86400,
        "is_past": left.total_seconds() < 0,
        "is_closed": last is not None and clock > last,
        "stopped_at": running.began_at if running else None,
        "changes": submission.deadline_changes.order_by("at"),
    }


def list_changes(contents: Contents) -> list[Change]:
    """What is new, rewritten, taken out or unchanged against the submission before, in the order of the labels."""
    before = {
        item.pk: item
        for item in contents.submission.previous.items.exclude(state=ItemState.REMOVED).select_related("task")
    }
    changes = []
    for item in contents.items:
        earlier = before.pop(item.carried_from_id, None) if item.carried_from_id else None
        if earlier is None:
            what = "New"
        elif item.version != earlier.version or item.file_id != earlier.file_id:
            what = "Rewritten"
        else:
            what = "Unchanged"
        changes.append(Change(item.label, item.title or item.task.title, what, item, earlier))
    changes += [Change(item.label, item.title or item.task.title, "Taken out", None, item) for item in before.values()]
    return sorted(changes, key=lambda change: int(change.label[1:]))
