"""What an assessor is told before reading: what to apply, what stands already, what was asked for and what has changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from uuid import UUID

from assessments.cases.queries import list_instructions
from assessments.confidentiality.evidence import Piece
from assessments.marking.queries import Row
from assessments.marking.queries.earlier import attempt_before
from assessments.marking.schemes import Plan
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.reading import open_evidence
from assessments.portfolios.states import ItemKind, ItemState
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.models import User

NEW, REWRITTEN, SAME, TAKEN_OUT = "New", "Rewritten", "As it was", "Taken out"


@dataclass(frozen=True)
class Change:
    """What became of an item since the attempt before, by our label; `anchor` is where it stands on the desk."""

    label: str
    task: str
    what: str
    anchor: str
    item: EvidenceItem | None
    before: EvidenceItem | None


@dataclass(frozen=True)
class Before:
    """`standing` are the criteria that are not asked here: met at an earlier attempt, or credited (RPL-1)."""

    instructions: list[str]
    standing: list[AssessmentCriterion]
    earlier: Submission | None
    changes: list[Change]
    cap: str

    @property
    def is_anything(self) -> bool:
        return bool(self.instructions or self.standing or self.earlier)

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if change.what != SAME]


@dataclass(frozen=True)
class SideBySide:
    """One item then and now: paragraphs, each with whether it is different on the other side."""

    change: Change
    then: list[tuple[str, bool]]
    now: list[tuple[str, bool]]
    sentence: str = ""


def get_before(submission: Submission, plan: Plan, rows: Iterable[Row], pieces: list[Piece]) -> Before:
    """For the desk of one mark; the rows learn what changed in the evidence that is claimed for them."""
    enrolment = submission.portfolio.enrolment
    here = submission.criteria.values("pk")
    standing = list(enrolment.version.criteria.exclude(pk__in=here).order_by("position"))
    earlier = attempt_before(submission)
    changes = list_changes(submission, earlier, pieces) if earlier else []
    by_item = {change.item.pk: change for change in changes if change.item}
    for row in rows:
        claimed = [piece.item.pk for piece in pieces if piece.claims(row.criterion.pk)]
        row.changes = [by_item[pk] for pk in claimed if pk in by_item]
    return Before(list_instructions(enrolment), standing, earlier, changes, _cap_of(submission, plan))


def list_changes(submission: Submission, earlier: Submission, pieces: Iterable[Piece]) -> list[Change]:
    """New, rewritten, as it was or taken out against the attempt before, whatever drafts came between."""
    family = {
        item.pk: item
        for item in EvidenceItem.objects.filter(submission__portfolio=submission.portfolio_id)
        .select_related("task")
        .defer("sealed_text")
    }
    then = {pk: item for pk, item in family.items() if item.submission_id == earlier.pk}
    then = {pk: item for pk, item in then.items() if item.state != ItemState.REMOVED}
    changes = []
    for piece in pieces:
        item = piece.item
        before = then.pop(_ancestor(item, earlier.pk, family), None)
        changes.append(Change(item.label, item.task.title, _what(item, before), piece.anchor, item, before))
    changes += [Change(item.label, item.task.title, TAKEN_OUT, "", None, item) for item in then.values()]
    return sorted(changes, key=lambda change: int(change.label[1:]))


def lay_side_by_side(changes: Iterable[Change], *, by: User, because: str, now: datetime) -> list[SideBySide]:
    """The text of each item that is not as it was, then and now. Each opening is recorded, of the earlier one too."""
    return [_lay(change, by=by, because=because, now=now) for change in changes if change.what != SAME]


def _lay(change: Change, *, by: User, because: str, now: datetime) -> SideBySide:
    then, present = [
        open_evidence(item, by=by, because=because, now=now).paragraphs
        if item and item.state == ItemState.PRESENT
        else []
        for item in (change.before, change.item)
    ]
    same = SequenceMatcher(None, then, present, autojunk=False).get_matching_blocks()
    kept_then = {block.a + step for block in same for step in range(block.size)}
    kept_now = {block.b + step for block in same for step in range(block.size)}
    return SideBySide(
        change,
        [(text, place not in kept_then) for place, text in enumerate(then)],
        [(text, place not in kept_now) for place, text in enumerate(present)],
        _sentence(change),
    )


def _sentence(change: Change) -> str:
    locked = [item for item in (change.before, change.item) if item and item.state != ItemState.PRESENT]
    if locked:
        return f"{change.label} is locked away or destroyed, because it could identify somebody."
    if change.item and change.item.kind == ItemKind.FILE:
        return "A file: these are the words that could be read in it. Its pages are on the desk."
    return ""


def _ancestor(item: EvidenceItem, earlier: UUID, family: dict) -> UUID | None:
    """The item of the attempt before that this one was carried over from, through any draft between."""
    while item is not None and item.submission_id != earlier:
        item = family.get(item.carried_from_id)
    return item.pk if item else None


def _what(item: EvidenceItem, before: EvidenceItem | None) -> str:
    if before is None:
        return NEW
    same = (item.version, item.file_id, item.practice_date) == (before.version, before.file_id, before.practice_date)
    return SAME if same else REWRITTEN


def _cap_of(submission: Submission, plan: Plan) -> str:
    """REF-3, in words for whoever marks: the mark is given as it is deserved, and the board counts it."""
    if not submission.is_capped or not plan.rules.referral_capped:
        return ""
    if plan.is_numeric:
        return (
            f"Mark it as it deserves: the board counts a later attempt with {plan.rules.pass_mark} at most, and both "
            "marks are kept."
        )
    return "A pass at a later attempt is a pass without distinction."
