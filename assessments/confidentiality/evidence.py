"""A submission laid out for somebody who may read it: each item opened once, with paragraphs to point at."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from django.utils.text import slugify

from assessments.portfolios.contents import is_confirmed, load_contents
from assessments.portfolios.currency import counted_on, describe_practice
from assessments.portfolios.models import Attestation, EvidenceItem, PageImage, Submission
from assessments.portfolios.places import pages_of, paragraphs_of
from assessments.portfolios.reading import Opened, open_evidence
from assessments.portfolios.states import Because, ItemKind, ItemState, is_open_to
from courses.accreditation.rulesets import Rules
from courses.catalogue.markdown import to_html
from cpd.accounts.models import User


@dataclass(frozen=True)
class Paragraph:
    """`anchor` is where a claim's link leads; `is_claimed` marks the places that the learner points at."""

    number: int
    anchor: str
    text: str
    is_claimed: bool


@dataclass(frozen=True)
class Page:
    """A page of a file: where a link to it leads, and what of the text version stands on it. The picture is drawn by us."""

    number: int
    anchor: str
    paragraphs: list[Paragraph]


@dataclass(frozen=True)
class Piece:
    """One item by our label. `paragraphs` is empty for an item that was not uploaded, or that is locked away; `pages`
    for one that has no pictures."""

    item: EvidenceItem
    anchor: str
    paragraphs: list[Paragraph]
    is_confirmed: bool
    pages: list[Page] = field(default_factory=list)
    # When it happened, and whether that is longer ago than counts (CUR-1).
    practice: str = ""
    is_old: bool = False
    # A reflection that its learner keeps to those who assess.
    is_withheld: bool = False
    # What the other way of its task asks for, where the learner chose that.
    other_brief: str = ""

    @property
    def attestations(self) -> list[Attestation]:
        """Answers that were given, in which capacity; never by whom."""
        return [one for one in self.item.attestations.all() if one.answered_at]

    @property
    def label(self) -> str:
        return self.item.label

    def claims(self, criterion_id) -> bool:
        return any(claim.criterion_id == criterion_id for claim in self.item.claims.all())

    @property
    def is_file(self) -> bool:
        return self.item.kind == ItemKind.FILE and not self.is_withheld

    @property
    def is_sighted(self) -> bool:
        return self.item.kind == ItemKind.SIGHTED

    @property
    def is_locked(self) -> bool:
        return self.item.state != ItemState.PRESENT

    @property
    def is_carried(self) -> bool:
        return self.item.carried_from_id is not None


@dataclass(frozen=True)
class Pointer:
    """A claim as a link: E3, para 4."""

    words: str
    anchor: str
    note: str


def read_submission(submission: Submission, *, by: User, because: str, now: datetime) -> list[Piece]:
    """Open every item through portfolios, each leaving its entry; the caller has checked the right to read."""
    contents = load_contents(submission)
    other_ways = {task.task.pk: to_html(task.brief) for task in contents.tasks if task.is_other_way}
    items = [item for task in contents.tasks for item in (*task.items, *task.locked)]
    images: dict = {}
    rules = submission.portfolio.enrolment.rules
    for image in PageImage.objects.filter(source__in=[item.file_id for item in items if item.file_id]).order_by(
        "number"
    ):
        images.setdefault(image.source_id, []).append(image)
    return [
        replace(
            _read(item, images.get(item.file_id, []), rules, by=by, because=because, now=now),
            other_brief=other_ways.get(item.task_id, ""),
        )
        for item in sorted(items, key=lambda item: int(item.label[1:]))
    ]


def pointers_to(pieces: list[Piece], criterion_id) -> list[Pointer]:
    """Where the learner says that a criterion is met, in the order of the items."""
    return [
        _point(piece, claim.place, claim.note)
        for piece in pieces
        for claim in piece.item.claims.all()
        if claim.criterion_id == criterion_id
    ]


def _read(item: EvidenceItem, images: list[PageImage], rules: Rules, *, by: User, because: str, now: datetime) -> Piece:
    anchor = slugify(item.label)
    if item.state != ItemState.PRESENT:
        return Piece(item, anchor, [], False)
    if not is_open_to(item.layer, Because(because)):
        return Piece(item, anchor, [], is_confirmed(item), is_withheld=True)
    opened = open_evidence(item, by=by, because=because, now=now)
    claimed = {number for claim in item.claims.all() for number in paragraphs_of(claim.place)}
    paragraphs = [
        Paragraph(number, f"{anchor}-para-{number}", text, number in claimed)
        for number, text in enumerate(opened.paragraphs, start=1)
    ]
    practice, is_old = describe_practice(item, rules, counted_on(item.submission))
    pages = _lay_out(opened, anchor, paragraphs, images)
    return Piece(item, anchor, paragraphs, is_confirmed(item), pages, practice, is_old)


def _lay_out(opened: Opened, anchor: str, paragraphs: list[Paragraph], images: list[PageImage]) -> list[Page]:
    if opened.content_type.startswith("image/"):
        return [Page(1, f"{anchor}-page-1", paragraphs)]
    starts = [image.first_paragraph for image in images] + [len(paragraphs) + 1]
    return [
        Page(image.number, f"{anchor}-page-{image.number}", paragraphs[start - 1 : end - 1])
        for image, (start, end) in zip(images, pairwise(starts), strict=True)
    ]


def _point(piece: Piece, place: str, note: str) -> Pointer:
    """To the paragraph or the page; to the item where there is none of that number."""
    numbers, pages = paragraphs_of(place), pages_of(place)
    anchor = piece.anchor
    if numbers and numbers[0] <= len(piece.paragraphs):
        anchor = piece.paragraphs[numbers[0] - 1].anchor
    elif pages and pages[0] <= len(piece.pages):
        anchor = piece.pages[pages[0] - 1].anchor
    # A note may quote what was locked away.
    note = "" if piece.is_locked or piece.is_withheld else note
    return Pointer(f"{piece.label}, {place}" if place else piece.label, anchor, note)
