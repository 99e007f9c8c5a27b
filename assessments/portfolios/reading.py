"""The one way in which evidence leaves: `open_evidence` for everybody, and a learner's look at what she is writing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessments.portfolios.models import EvidenceItem, PageImage, TextRevision
from assessments.portfolios.places import split_paragraphs
from assessments.portfolios.rules import check_can_open, check_is_own
from assessments.portfolios.states import Because, ItemKind
from cpd.accounts.models import User
from cpd.files.models import StoredFile
from cpd.files.store import Destroyed, open_bytes, open_chunks
from cpd.files.texts import open_text
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed

VIEW, DOWNLOAD, EXPORT = "view", "download", "export"


@dataclass(frozen=True)
class Opened:
    """An item as a reader may have it. `filename` is made of our label, never of the name that was uploaded."""

    item: EvidenceItem
    text: str | None
    paragraphs: list[str]
    data: bytes | None
    content_type: str
    filename: str
    # What was exported: its file piece by piece, each verified as it is read, so that no size of it matters.
    pieces: Iterator[bytes] | None = None


@action
def open_evidence(item: EvidenceItem, *, by: User | None, because: str, now: datetime, how: str = VIEW) -> Opened:
    """Give the content of an item and record the opening. Refuses quarantined, purged and removed items, and work that
    is not sealed. Grants nothing: the caller has checked the row that gives `by` the right to read. `how` says whether
    it was looked at, downloaded or exported; nobody but the holder of a manager's link reads without an account."""
    item = EvidenceItem.objects.select_related("submission__portfolio__enrolment", "file", "text_file").get(pk=item.pk)
    check_can_open(by, item, Because(because))
    record("evidence.opened", by=by, about=item, now=now, because=Because(because).value, how=how)
    content_type = item.file.content_type if item.file else "text/plain"
    if item.kind == ItemKind.FILE and how == EXPORT:
        pieces = _readable(item, open_chunks, item.file)
        return Opened(item, None, [], None, content_type, item.label, pieces)
    text = text_of(item)
    data = _readable(item, open_bytes, item.file) if item.kind == ItemKind.FILE else None
    return Opened(item, text, split_paragraphs(text), data, content_type, item.label)


@action
def open_page(item: EvidenceItem, number: int, *, by: User, because: str, now: datetime) -> StoredFile | None:
    """One page of an item as a picture, under the same rule as the item and recorded in the same way; None where there
    is no such page. A picture that was uploaded is its own only page."""
    item = EvidenceItem.objects.select_related("submission__portfolio__enrolment", "file").get(pk=item.pk)
    check_can_open(by, item, Because(because))
    picture = find_page(item, number)
    if picture is None:
        unchanged()
        return None
    record("evidence.opened", by=by, about=item, now=now, because=Because(because).value, how=VIEW, page=number)
    return picture


def find_page(item: EvidenceItem, number: int) -> StoredFile | None:
    """Where the picture of a page lies, if there is one; opens nothing."""
    if item.file is None:
        return None
    if item.file.content_type.startswith("image/"):
        return item.file if number == 1 else None
    page = PageImage.objects.filter(source=item.file, number=number).select_related("file").first()
    return page.file if page else None


def read_own_text(item: EvidenceItem, *, by: User) -> str:
    """The text as its learner sees it while she works on it; leaves no entry, since every keystroke is hers."""
    check_is_own(by, item.submission)
    check_can_open(by, item, Because.OWN)
    return text_of(item)


def read_own_revision(revision: TextRevision, *, by: User) -> str:
    check_is_own(by, revision.item.submission)
    return open_text(revision.item.text_key, revision.sealed_text)


def text_of(item: EvidenceItem) -> str:
    """The plain text: what was typed, what the file says, or nothing. For code of this feature; others open evidence."""
    if item.sealed_text:
        return _readable(item, open_text, item.text_key, item.sealed_text)
    if item.text_file:
        return _readable(item, open_bytes, item.text_file).decode()
    return ""


def _readable[T](item: EvidenceItem, read: Callable[..., T], *stored: Any) -> T:
    # A restored database may name content whose key was destroyed after the backup was made.
    try:
        return read(*stored)
    except Destroyed:
        raise NotAllowed(f"{item.label} was destroyed for good, so nobody can open it. It can be taken out.") from None
