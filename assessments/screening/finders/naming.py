"""Which words of a text are names, by what they are and by what stands around them."""

import re
from collections.abc import Iterator

from assessments.screening.finders.beside import NOT_PART, is_name, is_strange, is_thing, word_beside
from assessments.screening.finders.contexts import (
    AUTHOR_BEFORE,
    CALLED,
    CLOSE,
    DEEDS,
    DOTTED,
    DOTTED_OTHERS,
    KIN,
    LABEL,
    SHORT_FORMS,
)
from assessments.screening.finders.finding import Finding
from assessments.screening.finders.given_names import WORDS_TOO
from assessments.screening.finders.lexicon import (
    family_names,
    given_names,
    is_word,
    names_that_are_words,
)
from assessments.screening.finders.strangers import WHY_PLACED, why_unknown
from assessments.screening.finders.surnames import SURNAMES
from assessments.screening.finders.tokens import Word, split_words
from assessments.screening.finders.wordnames import is_name_here

# After a name: a citation of what somebody wrote.
CITATION = re.compile(
    r"(?:['’]s?)?(?:\s+et al\b|,?\s*\(?(?:19|20)\d{2}\b|,\s+[A-Z]\.|\s+(?:and|&)\s+[A-Z][\w-]+,?\s*\(?(?:19|20)\d{2})"
)

WHY_GIVEN = "This is a given name. If it is a real person’s, use “Child A” or “Ms B”; if it is invented, say so."
WHY_SURNAME = "This is a surname. If it is a real person’s, use a letter or their role."
WHY_INITIALS = "Initials lead to a person for everybody who knows the family. Use a letter that is not theirs."


def find_named(text: str) -> Iterator[Finding]:
    yield from _find_labelled(text)
    said = split_words(text)
    taken_to = 0
    for place, word in enumerate(said):
        if word.start < taken_to or "@" in text[max(0, word.start - 1) : word.start]:
            continue
        why = _why(text, said, place)
        if why:
            taken_to = _end_of_name(text, said, place)
            yield Finding("name", word.start, taken_to, text[word.start : taken_to], why)
    for match in DOTTED.finditer(text):
        if match[0] not in DOTTED_OTHERS and not AUTHOR_BEFORE.search(text[max(0, match.start() - 40) : match.start()]):
            yield Finding("name", match.start(), match.end(), match[0], WHY_INITIALS)


def _find_labelled(text: str) -> Iterator[Finding]:
    for match in LABEL.finditer(text):
        named = split_words(match["name"])
        names = [word for word in named if is_strange(word.folded)]
        has_given = any(word.folded in given_names() or word.folded in WORDS_TOO for word in named[:1])
        if names and (len(named) > 1 or is_name(names[0].folded)):
            last = max(word.end for word in named if word in names or (has_given and word.is_capital))
            start = match.start("name")
            yield Finding("name", start, start + last, text[start : start + last], WHY_PLACED)


def _why(text: str, said: list[Word], place: int) -> str:
    word = said[place]
    if CITATION.match(text, word.end) and word.is_capital:
        return ""
    if word.folded in given_names() or _is_double(word.folded):
        return "" if is_thing(said, place) else WHY_GIVEN
    if word.folded.endswith("s") and word.folded[:-1] in given_names() and not is_word(word.folded):
        return WHY_GIVEN  # thats sarahs dad
    if word.folded in SURNAMES and word.is_capital and not word.is_shouted:
        return "" if is_thing(said, place) else WHY_SURNAME
    if word.folded in family_names() and word.is_capital and not word.is_shouted:
        return "" if is_thing(said, place) else WHY_SURNAME
    if word.folded in names_that_are_words():
        return WHY_GIVEN if is_name_here(text, said, place) else ""
    if len(word.folded) == 2 and word.shown.isupper():
        return WHY_INITIALS if _are_initials(said, place) else ""
    if len(word.folded) < 3 or is_word(word.folded):
        return ""
    return why_unknown(text, said, place)


def _is_double(word: str) -> bool:
    parts = word.split("-")
    return len(parts) == 2 and all(part in given_names() or part in WORDS_TOO for part in parts)


def _are_initials(said: list[Word], place: int) -> bool:
    before, after = word_beside(said, place, -1), word_beside(said, place, 1)
    return said[place].folded not in SHORT_FORMS and (after in DEEDS or before in KIN | CALLED | CLOSE)


PARTICLES = {
    "al",
    "el",
    "ap",
    "ab",
    "bin",
    "bint",
    "ibn",
    "ben",
    "de",
    "da",
    "di",
    "du",
    "van",
    "von",
    "der",
    "ud",
    "ur",
    "y",
}


def _end_of_name(text: str, said: list[Word], place: int) -> int:
    """Where a name ends: the surnames beside a given name are part of it."""
    first, end = said[place], said[place].end
    reach = end
    if first.is_possessive:
        return end
    for following in said[place + 1 : place + 4]:
        if text[reach : following.start] not in (" ", "  "):
            break
        reach = following.end
        is_shape = following.is_capital and len(following.shown) > 1 and not following.is_shouted
        if first.is_capital and not first.is_shouted:
            is_part = is_shape and following.folded not in NOT_PART
        else:
            is_part = (
                following.folded in family_names() and not is_word(following.folded) or following.folded in SURNAMES
            )
        if first.is_capital and following.folded.split("-")[0] in PARTICLES and not following.is_capital:
            continue  # Noor al-Din Shahin, Owain ap Rhys: part of it if a capital follows
        if not is_part or following.folded in DEEDS:
            break
        end = following.end
        if following.is_possessive:
            break
    return end
