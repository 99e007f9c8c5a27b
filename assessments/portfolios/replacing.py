"""Puts a pseudonym in the place of words: in texts, locators and notes, and by a new copy in files."""

from datetime import datetime

from assessments.portfolios.identifiers import LOCATOR, NOTE, TITLE, Sighting
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.places import split_paragraphs
from assessments.portfolios.reading import text_of
from assessments.portfolios.states import ItemKind
from assessments.screening.cleaning import Cleaned
from cpd.accounts.models import User
from cpd.files.store import destroy, put
from cpd.files.texts import seal_text


def replace_in(item: EvidenceItem, sightings: list[Sighting], pseudonym: str, now: datetime) -> None:
    in_text = [sighting for sighting in sightings if sighting.paragraph]
    if in_text and item.kind != ItemKind.FILE:
        text = _rewrite(text_of(item), in_text, pseudonym)
        item.revisions.create(version=item.version, sealed_text=item.sealed_text, saved_at=now)
        item.sealed_text = seal_text(item.text_key, text)
        item.word_count = len(text.split())
        item.version += 1
        item.saved_at = now
        item.save(update_fields=["sealed_text", "word_count", "version", "saved_at"])
    in_title = [sighting for sighting in sightings if sighting.where == TITLE]
    if in_title:
        item.title = _substitute(item.title, in_title, pseudonym)[:120]
        item.save(update_fields=["title"])
    in_locator = [sighting for sighting in sightings if sighting.where == LOCATOR]
    if in_locator:
        item.locator = _substitute(item.locator, in_locator, pseudonym)[:200]
        item.save(update_fields=["locator"])
    for claim in item.claims.all():
        in_note = [sighting for sighting in sightings if sighting.where == f"{NOTE}{claim.criterion.number}"]
        if in_note and claim.note:
            claim.note = _substitute(claim.note, in_note, pseudonym)[:300]
            claim.save(update_fields=["note"])


def _rewrite(text: str, sightings: list[Sighting], pseudonym: str) -> str:
    """The text with every line kept as it is but for the words: places are given by paragraph."""
    lines = text.split("\n")
    numbered = [at for at, line in enumerate(lines) if line.strip()]
    paragraphs = split_paragraphs(text)
    for number in {sighting.paragraph for sighting in sightings}:
        here = [sighting for sighting in sightings if sighting.paragraph == number]
        line = lines[numbered[number - 1]]
        indent = line[: len(line) - len(line.lstrip())]
        lines[numbered[number - 1]] = indent + _substitute(paragraphs[number - 1], here, pseudonym)
    return "\n".join(lines)


def _substitute(text: str, sightings: list[Sighting], pseudonym: str) -> str:
    for sighting in sorted(sightings, key=lambda sighting: sighting.start, reverse=True):
        owner = next((end for end in ("'s", "’s") if sighting.words.endswith(end)), "")
        text = text[: sighting.start] + pseudonym + owner + text[sighting.end :]
    return text


def exchange_file(item: EvidenceItem, cleaned: Cleaned, *, by: User, now: datetime) -> EvidenceItem:
    """Put another copy in the place of a file, and destroy the one before unless an earlier attempt has it; part of an
    action."""
    before = EvidenceItem.objects.select_related("file", "text_file").get(pk=item.pk)
    is_shared = EvidenceItem.objects.filter(file=before.file).exclude(pk=item.pk).exists()
    EvidenceItem.objects.filter(pk=item.pk).update(
        file=put(cleaned.data, purpose="evidence", content_type=cleaned.content_type),
        text_file=put(cleaned.text.encode(), purpose="evidence.text", content_type="text/plain"),
        word_count=len(cleaned.text.split()),
        version=before.version + 1,
        has_pictures=cleaned.has_pictures,
        saved_at=now,
    )
    for stored in () if is_shared else (before.file, before.text_file):
        destroy(stored, by=by, now=now)
    return item
