"""A submission laid out for somebody who may read it: each item opened once, with paragraphs to point at."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import slugify

from assessments.portfolios.contents import is_confirmed, load_contents
from assessments.portfolios.models import Attestation, EvidenceItem, Submission
from assessments.portfolios.places import paragraphs_of
from assessments.portfolios.reading import open_evidence
from assessments.portfolios.states import ItemKind, ItemState
from cpd.accounts.models import User


@dataclass(frozen=True)
class Paragraph:
    """`anchor` is where a claim's link leads; `is_claimed` marks the places that the learner points at."""

    number: int
    anchor: str
    text: str
    is_claimed: bool


@dataclass(frozen=True)
class Piece:
    """One item by our label. `paragraphs` is empty for an item that was not uploaded, or that is locked away."""

    item: EvidenceItem
    anchor: str
    paragraphs: list[Paragraph]
    is_confirmed: bool

    @property
    def attestations(self) -> list[Attestation]:
        """Answers that were given, in which capacity; never by whom."""
        return [one for one in self.item.attestations.all() if one.answered_at]

    @property
    def label(self) -> str:
        return self.item.label

    @property
    def is_file(self) -> bool:
        return self.item.kind == ItemKind.FILE

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
    items = [item for task in contents.tasks for item in (*task.items, *task.locked)]
    return [
        _read(item, by=by, because=because, now=now) for item in sorted(items, key=lambda item: int(item.label[1:]))
    ]


def pointers_to(pieces: list[Piece], criterion_id) -> list[Pointer]:
    """Where the learner says that a criterion is met, in the order of the items."""
    return [
        _point(piece, claim.place, claim.note)
        for piece in pieces
        for claim in piece.item.claims.all()
        if claim.criterion_id == criterion_id
    ]


def _read(item: EvidenceItem, *, by: User, because: str, now: datetime) -> Piece:
    anchor = slugify(item.label)
    if item.state != ItemState.PRESENT:
        return Piece(item, anchor, [], False)
    opened = open_evidence(item, by=by, because=because, now=now)
    claimed = {number for claim in item.claims.all() for number in paragraphs_of(claim.place)}
    paragraphs = [
        Paragraph(number, f"{anchor}-para-{number}", text, number in claimed)
        for number, text in enumerate(opened.paragraphs, start=1)
    ]
    return Piece(item, anchor, paragraphs, is_confirmed(item))


def _point(piece: Piece, place: str, note: str) -> Pointer:
    numbers = paragraphs_of(place)
    has_it = piece.paragraphs and numbers and numbers[0] <= len(piece.paragraphs)
    anchor = piece.paragraphs[numbers[0] - 1].anchor if has_it else piece.anchor
    # A note may quote what was locked away.
    note = "" if piece.is_locked else note
    return Pointer(f"{piece.label}, {place}" if place else piece.label, anchor, note)
