"""A stranger's file in; a clean copy, its text and what to look at out; or a sentence why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from assessments.screening.finders.finding import Finding
from assessments.screening.identifiers import find_identifiers
from assessments.screening.kinds import Kind, identify
from assessments.screening.lettering import READ, UNREAD, read_words
from assessments.screening.malware import check_malware
from assessments.screening.packing import pack
from assessments.screening.refusals import EMPTY, Refused, too_large
from assessments.screening.sandbox import clean_in_child, rewrite_in_child
from assessments.screening.texts import INVISIBLE

REWRITTEN = (Kind.DOCX, Kind.PDF)


@dataclass(frozen=True)
class Cleaned:
    """The copy to keep. `findings` are places in `text` to look at; `notes` say what was taken out."""

    content_type: str
    data: bytes
    extension: str
    text: str
    findings: list[Finding]
    notes: list[str]
    has_pictures: bool
    is_scanned: bool = False


def clean_file(
    source: bytes | Path, declared_name: str, *, extra_names: Iterable[str] = (), allowed: Iterable[str] = ()
) -> Cleaned:
    """Check and clean one uploaded file; raises Refused with a sentence for the person. Leaves nothing on disk.

    `declared_name` is only compared with the content, never kept. `extra_names` and `allowed` go to the finders.
    """
    data = _read(source)
    # Before anything else: a harmful file is told from one that is merely of another kind.
    is_scanned = check_malware(data)
    kind = identify(data, declared_name)
    copy = clean_in_child(kind, data)
    words, is_read = read_words(copy.unread)
    text = INVISIBLE.sub("", "\n\n".join(part for part in (copy.text, words) if part))
    notes = [*copy.notes, *([READ if is_read else UNREAD] if copy.has_pictures or copy.unread else [])]
    findings = find_identifiers(text, extra_names=extra_names, allowed=allowed)
    return Cleaned(kind.content_type, copy.data, kind.extension, text, findings, notes, copy.has_pictures, is_scanned)


def rewrite_file(data: bytes, content_type: str, *, words: Iterable[str], instead: str) -> Cleaned | None:
    """A clean copy in which these words are replaced, or blacked out in a PDF; None for a picture, which has no words."""
    kind = next((kind for kind in REWRITTEN if kind.content_type == content_type), None)
    if kind is None:
        return None
    copy = rewrite_in_child(kind, pack(list(words), instead, data))
    text = INVISIBLE.sub("", copy.text)
    return Cleaned(
        kind.content_type, copy.data, kind.extension, text, find_identifiers(text), copy.notes, copy.has_pictures
    )


def _read(source: bytes | Path) -> bytes:
    limit = settings.CPD_MAX_UPLOAD_BYTES
    if isinstance(source, bytes):
        data = source
    else:
        with source.open("rb") as file:
            data = file.read(limit + 1)
    if not data:
        raise Refused(EMPTY)
    if len(data) > limit:
        raise Refused(too_large(limit))
    return data
