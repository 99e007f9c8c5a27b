"""One kept passage as somebody may read it: the words, and a little around them."""

from dataclasses import dataclass
from datetime import datetime

from assessments.portfolios.identifiers import LOCATOR, NOTE, TITLE, cut_left, cut_right
from assessments.portfolios.models import KeptPassage
from assessments.portfolios.reading import open_evidence
from assessments.portfolios.states import Because
from cpd.accounts.models import User


@dataclass(frozen=True)
class Passage:
    before: str
    words: str
    after: str


def read_passage(row: KeptPassage, *, by: User, now: datetime) -> Passage:
    """Open the item through the one way there is, and give no more of it than the passage.

    Grants nothing: the caller has checked that this person may look at kept passages.
    """
    opened = open_evidence(row.item, by=by, because=Because.INTAKE, now=now)
    text = _text_of(row, opened)
    return Passage(cut_left(text[: row.start]), text[row.start : row.end], cut_right(text[row.end :]))


def _text_of(row: KeptPassage, opened) -> str:
    kind, _, number = row.where.rpartition(" ")
    if kind == "para":
        return opened.paragraphs[int(number) - 1]
    if row.where == TITLE:
        return row.item.title
    if row.where == LOCATOR:
        return row.item.locator
    claims = row.item.claims.filter(criterion__number=row.where.removeprefix(NOTE)).exclude(note="")
    return next((claim.note for claim in claims if len(claim.note) >= row.end), "")
