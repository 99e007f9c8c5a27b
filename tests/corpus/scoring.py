"""Counts what the finders find of the marked identifiers, and what they find where there is nothing."""

import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from assessments.screening.identifiers import find_identifiers
from tests.corpus.frames import FRAMES
from tests.corpus.pools import Filler

MARKED = Path(__file__).with_name("marked.txt").read_text(encoding="utf-8").splitlines()
CLEAN = Path(__file__).with_name("clean.txt").read_text(encoding="utf-8").splitlines()
# Written before whoever mended the finders for them had read the finders; each third line was never looked at since.
HELD_OUT = Path(__file__).with_name("heldout.txt").read_text(encoding="utf-8").splitlines()
HELD_OUT_CLEAN = Path(__file__).with_name("heldout_clean.txt").read_text(encoding="utf-8").splitlines()
FILLINGS = 4
MARK = re.compile(r"\{(\w+)\}")
WRITTEN_MARK = re.compile(r"\[\[(\w+):(.*?)\]\]")
NAMES = {"given", "lower", "upper", "word_name", "word_name_lower", "family", "family_lower", "full", "full_lower"}
NAMES |= {"misspelt", "initials", "name"}
# Found or missed like the rest, and counted apart: neither built to a pattern nor the name of a person.
PLACES = {"town", "town_lower", "street", "school", "school_lower", "street_lower"}
WORDS_A_PAGE = 500


@dataclass(frozen=True)
class Case:
    """A text and what in it identifies somebody: what sort it is, and from where to where."""

    text: str
    marks: list[tuple[str, int, int]]


@dataclass
class Score:
    """Found and missed of each sort; `missed` keeps the words with their text, for whoever mends the finders."""

    found: Counter = field(default_factory=Counter)
    total: Counter = field(default_factory=Counter)
    missed: list[tuple[str, str, str]] = field(default_factory=list)

    def recall(self, *, of: set[str] | None = None, but: set[str] = frozenset()) -> float:
        kinds = (of or set(self.total)) - but
        return round(100 * sum(self.found[kind] for kind in kinds) / sum(self.total[kind] for kind in kinds), 1)


def make_cases(fillings: int = FILLINGS) -> list[Case]:
    """The frames, filled so often, and the texts that were written whole."""
    filled = [_fill(frame, seed * 1000 + number) for seed in range(fillings) for number, frame in enumerate(FRAMES)]
    return filled + [_read(line) for line in MARKED]


def make_held_out(*, only_unseen: bool = False) -> list[Case]:
    """Texts that the finders were not made for; `only_unseen` gives those that nobody mended them for either."""
    return [_read(line) for line in (HELD_OUT[::3] if only_unseen else HELD_OUT)]


def score(cases: list[Case]) -> Score:
    result = Score()
    for case in cases:
        found = find_identifiers(case.text)
        for kind, start, end in case.marks:
            result.total[kind] += 1
            # A finding that covers half of the words leads the writer's eye to them.
            covered = sum(max(0, min(end, one.end) - max(start, one.start)) for one in found)
            if covered * 2 >= end - start:
                result.found[kind] += 1
            else:
                result.missed.append((kind, case.text[start:end], case.text))
    return result


def measure(cases: list[Case], clean: list[str]) -> dict[str, float]:
    """The figures that `make bench` prints."""
    result, held_out = score(cases), score(make_held_out())
    return {
        "identity.recall_patterned": result.recall(but=NAMES | PLACES),
        "identity.recall_names": result.recall(of=NAMES),
        "identity.recall_places": result.recall(of=PLACES),
        "identity.held_out_patterned": held_out.recall(but=NAMES | PLACES),
        "identity.held_out_names": held_out.recall(of=NAMES),
        "identity.false_alarms_per_page": count_false_alarms(clean)[0],
        "identity.ms_per_page": time_a_page(cases),
    }


def count_false_alarms(texts: list[str]) -> tuple[float, list[tuple[str, str]]]:
    """False alarms a page, and each of them with its text."""
    alarms = [(finding.text, text) for text in texts for finding in find_identifiers(text)]
    pages = sum(len(text.split()) for text in texts) / WORDS_A_PAGE
    return round(len(alarms) / pages, 2), alarms


def time_a_page(cases: list[Case], runs: int = 5) -> float:
    """Milliseconds for an A4 page, half of it full of identifiers."""
    page, words = [], 0
    for text in (text for pair in zip((case.text for case in cases), CLEAN * 9, strict=False) for text in pair):
        page.append(text)
        words += len(text.split())
        if words >= WORDS_A_PAGE:
            break
    text = "\n".join(page)
    find_identifiers(text)
    return round(1000 * statistics.median(_time(text) for _ in range(runs)), 1)


def _time(text: str) -> float:
    # The processor's time, so that a busy machine does not decide.
    start = time.process_time()
    find_identifiers(text)
    return time.process_time() - start


def _fill(frame: str, seed: int) -> Case:
    filler = Filler(seed)
    return _replace(MARK, frame, lambda mark: filler.value(mark[1]))


def _read(line: str) -> Case:
    return _replace(WRITTEN_MARK, line, lambda mark: mark[2])


def _replace(pattern: re.Pattern, line: str, value_of: Callable[[re.Match], str]) -> Case:
    text, marks, at = "", [], 0
    for mark in pattern.finditer(line):
        text += line[at : mark.start()]
        value = value_of(mark)
        marks.append((mark[1], len(text), len(text) + len(value)))
        text += value
        at = mark.end()
    return Case(text + line[at:], marks)
