"""A text as words, each with what stands beside it."""

import re
from dataclasses import dataclass

from assessments.screening.finders.lexicon import fold

TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SENTENCE_START = re.compile(r"(?:^|[.!?:;•\n\r\t“\"‘(\[–—|*#_-]|\d[.)])\s*$")
LOOK_BACK = 30


@dataclass(frozen=True)
class Word:
    """One word as it stands; `folded` is without capitals and marks."""

    shown: str
    folded: str
    start: int
    end: int
    begins_sentence: bool

    @property
    def is_capital(self) -> bool:
        return self.shown[0].isupper()

    @property
    def is_shouted(self) -> bool:
        return len(self.shown) > 1 and self.shown.isupper()

    @property
    def is_possessive(self) -> bool:
        return self.shown.endswith(("'s", "’s"))


def split_words(text: str) -> list[Word]:
    return [
        Word(
            match[0],
            fold(match[0]),
            match.start(),
            match.end(),
            match.start() == 0 or bool(SENTENCE_START.search(text[max(0, match.start() - LOOK_BACK) : match.start()])),
        )
        for match in TOKEN.finditer(text)
    ]
