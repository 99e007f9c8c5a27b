"""What in a portfolio may identify somebody: every place, word by word, with what its learner answered."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.crypto import salted_hmac

from assessments.portfolios.models import EvidenceItem, IdentityCheck, Portfolio, WordAnswer
from assessments.portfolios.places import split_paragraphs
from assessments.portfolios.reading import text_of
from assessments.portfolios.states import ItemKind, ItemState
from assessments.screening.finders.lexicon import fold
from assessments.screening.identifiers import find_identifiers
from courses.catalogue.states import Mode
from cpd.files.store import Destroyed
from cpd.files.texts import open_text
from cpd.rules import NotAllowed

AROUND = 90
NOTE = "note on "
LOCATOR = "where it is kept"
TITLE = "your name for it"


@dataclass(frozen=True)
class Sighting:
    """One place: `before` and `after` are the words around it; `where` is "para 3", "note on 1.2" or "where it is kept"."""

    item: EvidenceItem
    where: str
    before: str
    words: str
    after: str
    kind: str
    why: str
    sign: str
    start: int
    end: int
    # The same for the same passage, so that what was looked at once is not looked at again.
    passage_sign: str

    @property
    def paragraph(self) -> int:
        return int(self.where.partition(" ")[2]) if self.where.startswith("para ") else 0


@dataclass
class Word:
    """The same words wherever they stand in the portfolio, and the one answer to them."""

    sign: str
    words: str
    kind: str
    why: str
    sightings: list[Sighting] = field(default_factory=list)
    answer: WordAnswer | None = None

    @property
    def is_open(self) -> bool:
        return self.answer is None


@dataclass(frozen=True)
class Watch:
    """What the check of one portfolio looks for beside what it knows itself, and what was answered already."""

    portfolio: Portfolio
    names: list[str]
    unmasking: list[str]
    answers: dict[str, WordAnswer]
    pseudonyms: dict[str, str]

    def sign(self, words: str) -> str:
        return sign_of(self.portfolio, words)


def sign_of(portfolio: Portfolio, words: str) -> str:
    """Tells the same words again without saying them: the secret of this installation is not in its database."""
    folded = " ".join(fold(part) for part in words.split())
    return salted_hmac(f"identity.{portfolio.pk}", folded, algorithm="sha256").hexdigest()[:32]


def load_watch(portfolio: Portfolio) -> Watch:
    check = IdentityCheck.objects.filter(portfolio=portfolio).first()
    kept = read_check(check)
    answers = {answer.sign: answer for answer in portfolio.word_answers.all()}
    return Watch(portfolio, kept["names"], list(_unmasking(portfolio)), answers, kept["pseudonyms"])


def read_check(check: IdentityCheck | None) -> dict:
    """The learner's list of names and the pseudonyms she gave, while they are kept."""
    if check is None or not check.sealed:
        return {"names": [], "pseudonyms": {}}
    try:
        return json.loads(open_text(check.text_key, check.sealed))
    except Destroyed:
        return {"names": [], "pseudonyms": {}}


def find_sightings(item: EvidenceItem, watch: Watch) -> list[Sighting]:
    """Every place in one item, in order, answered or not."""
    if item.state != ItemState.PRESENT or item.mode == Mode.SUPERVISION_CONFIRMATION:
        # A confirmation of supervision is nothing but dates, and they are of the learner's own meetings.
        return []
    return [sighting for where, text in _segments(item) for sighting in _look(item, where, text, watch)]


def list_words(items: Iterable[EvidenceItem], watch: Watch) -> list[Word]:
    """The words of these items, those without an answer first, each in the order in which it is met."""
    words: dict[str, Word] = {}
    for item in items:
        for seen in find_sightings(item, watch):
            word = words.setdefault(
                seen.sign, Word(seen.sign, seen.words, seen.kind, seen.why, answer=watch.answers.get(seen.sign))
            )
            word.sightings.append(seen)
    return sorted(words.values(), key=lambda word: not word.is_open)


def list_open(item: EvidenceItem, watch: Watch) -> list[Sighting]:
    """The places in one item that wait for an answer."""
    return [sighting for sighting in find_sightings(item, watch) if sighting.sign not in watch.answers]


def check_words_are_answered(words: Iterable[Word]) -> None:
    waiting = sum(word.is_open for word in words)
    if waiting:
        count = "One word or number" if waiting == 1 else f"{waiting} words or numbers"
        raise NotAllowed(f"{count} in the portfolio may identify somebody. Change, replace or keep each of them first.")


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph; `sighting` where it is marked."""

    text: str
    sighting: Sighting | None = None


def lay_out(item: EvidenceItem, sightings: list[Sighting]) -> list[tuple[str, list[Piece], list[Sighting]]]:
    """The paragraphs that have something to look at: where, in pieces, and what is to be said of each place."""
    rows = []
    for where, text in _segments(item):
        here = [sighting for sighting in sightings if sighting.where == where]
        if here:
            rows.append((where, list(_cut(text, here)), here))
    return rows


def _cut(text: str, sightings: list[Sighting]) -> Iterator[Piece]:
    at = 0
    for sighting in sightings:
        if sighting.start < at:
            continue  # a combination holds other places, which are marked already
        yield Piece(text[at : sighting.start])
        yield Piece(text[sighting.start : sighting.end], sighting)
        at = sighting.end
    yield Piece(text[at:])


def _segments(item: EvidenceItem) -> Iterator[tuple[str, str]]:
    """Whatever of an item somebody may read: its paragraphs, its name, where it is kept, and the notes on its claims."""
    for number, paragraph in enumerate(split_paragraphs(text_of(item)), start=1):
        yield f"para {number}", paragraph
    if item.title:
        # A manager reads it of what was not uploaded, and it goes along wherever the item is exported.
        yield TITLE, item.title
    if item.kind == ItemKind.SIGHTED and item.locator:
        yield LOCATOR, item.locator
    for claim in item.claims.all():
        if claim.note:
            yield f"{NOTE}{claim.criterion.number}", claim.note


def _look(item: EvidenceItem, where: str, text: str, watch: Watch) -> Iterator[Sighting]:
    for finding in find_identifiers(text, extra_names=watch.names, unmasking=watch.unmasking):
        yield Sighting(
            item,
            where,
            cut_left(text[: finding.start]),
            finding.text,
            cut_right(text[finding.end :]),
            finding.kind,
            finding.why,
            watch.sign(finding.text),
            finding.start,
            finding.end,
            watch.sign(text),
        )


def cut_left(text: str) -> str:
    return text if len(text) <= AROUND else "…" + text[-AROUND:].partition(" ")[2]


def cut_right(text: str) -> str:
    return text if len(text) <= AROUND else text[:AROUND].rpartition(" ")[0] + "…"


def _unmasking(portfolio: Portfolio) -> Iterator[str]:
    """The learner's own name, address, employer and manager: whoever assesses her knows a number and nothing else."""
    enrolment = portfolio.enrolment
    learner = enrolment.learner
    manager = learner.manager
    for name in (learner.given_names, learner.family_name, enrolment.manager_name, *_names_of(manager)):
        yield from (part for part in (name or "").split() if part[0].isupper())
    yield from (address for address in (learner.email, enrolment.manager_email, manager and manager.email) if address)
    yield from {place.name for place in (learner.employer, enrolment.employer) if place}


def _names_of(person) -> tuple[str, ...]:
    return (person.given_names, person.family_name) if person else ()
