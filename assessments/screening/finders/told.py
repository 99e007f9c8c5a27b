"""Words that we were told to look for: the learner's own list, and what would tell an assessor whose work it is."""

import re
from collections.abc import Iterable, Iterator

from assessments.screening.finders.finding import Finding
from assessments.screening.finders.lexicon import fold, is_word
from assessments.screening.finders.tokens import TOKEN

SHORTEST = 3

WHY_TOLD = "This is one of the names you gave us to look for."
WHY_UNMASKING = "This is about you. It would tell your assessor, who knows only a number, whose work this is."


def find_told(text: str, names: Iterable[str]) -> Iterator[Finding]:
    """Each name as it was given and each of its parts, in any case and without marks."""
    wanted = {part for name in names for part in (name.strip(), *name.split()) if len(part) >= SHORTEST}
    yield from _find_phrases(text, wanted, WHY_TOLD)
    folded = {fold(name) for name in wanted}
    for token in TOKEN.finditer(text):
        if fold(token[0]) in folded:
            yield Finding("name", token.start(), token.end(), token[0], WHY_TOLD)


def find_unmasking(text: str, phrases: Iterable[str]) -> Iterator[Finding]:
    """Whole phrases; one that is an ordinary word too counts only with its capital."""
    wanted = {phrase.strip() for phrase in phrases if len(phrase.strip()) >= SHORTEST}
    plain = {phrase for phrase in wanted if is_word(fold(phrase))}
    yield from _find_phrases(text, wanted - plain, WHY_UNMASKING)
    for finding in _find_phrases(text, plain, WHY_UNMASKING):
        is_sentence_start = finding.start == 0 or text[: finding.start].rstrip()[-1:] in {".", "!", "?", ":", ""}
        if finding.text[0].isupper() and not is_sentence_start:
            yield finding


def _find_phrases(text: str, phrases: Iterable[str], why: str) -> Iterator[Finding]:
    ordered = sorted(phrases, key=len, reverse=True)
    if not ordered:
        return
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE)
    yield from (Finding("name", match.start(), match.end(), match[0], why) for match in pattern.finditer(text))
