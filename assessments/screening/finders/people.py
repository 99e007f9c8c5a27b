"""Names of people: told to us, after a title, or common enough to be in a list."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from assessments.screening.finders.finding import Finding, words
from assessments.screening.finders.given_names import GIVEN_NAMES, WORDS_TOO
from assessments.screening.finders.surnames import CITED, SURNAMES

TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rev|Reverend|Sir|Dame|Lady|Lord|Cllr|Councillor|Judge|Justice|PC|WPC|PCSO|"
    r"DC|DS|DI|DCI|Sgt|Sergeant|Inspector|Imam|Pastor|Auntie|Aunty|Uncle|Nurse|Sister|Brother)\.?[ \t]+"
    r"(?P<name>[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*(?:[ \t]+[A-Z][^\W\d_]+(?:['’-][^\W\d_]+)*)?)"
)
TITLED_LOWER = re.compile(r"\b(?:mr|mrs|dr)\.?[ \t]+(?P<name>[a-z][^\W\d_]{2,})\b")
NOT_SURNAMES = words("and the who was has had not for but her his with from said will can may")
SENTENCE_START = re.compile(r"(?:^|[.!?:;•\n\r\t“\"‘(\[–—-])\s*$")
MONTHS = {"april", "june", "august", "jan", "may"}
DATE_WORDS = re.compile(
    r"(?:\b(?:in|on|by|since|of|during|from|until|till|last|next|this|early|late|mid|every|to|and)|\d(?:st|nd|rd|th)?)[\s-]+$",
    re.I,
)
# After a name: a citation of what somebody wrote.
CITATION = re.compile(
    r"(?:['’]s?)?(?:\s+et al\b|,?\s*\(?(?:19|20)\d{2}\b|,\s+[A-Z]\.|\s+(?:and|&)\s+[A-Z][\w-]+,?\s*\(?(?:19|20)\d{2})"
)
# Capitalised words that follow a name without being part of it, or that make it something else.
NOT_PART = words(
    "i he she they we it the a an and or but when then after before at in on to from with for by as is was has had said "
    "told child mother father mum dad idva isva marac mappa social domestic police housing support health mental section "
    "act house street road court school hospital university college day week month january february march april may june "
    "july august september october november december monday tuesday wednesday thursday friday saturday sunday"
)
THINGS = words("house street road court school hospital university college act law model cycle theory centre wheel")
LOOK_BACK = 30

WHY_TOLD = "This is one of the names you gave us to look for."
WHY_TITLE = "A title and a surname name a person. Write their role: “the social worker”, “the officer”."
WHY_GIVEN = "This is a common given name. If it is a real person’s, use “Child A” or “Ms B”; if it is invented, say so."
WHY_SURNAME = "This is a common surname. If it is a real person’s, use a letter or their role."


def find(text: str, extra_names: Iterable[str] = ()) -> Iterator[Finding]:
    yield from _find_told(text, extra_names)
    yield from _find_titled(text)
    yield from _find_listed(text)


def cited_places(text: str) -> Iterator[tuple[int, int]]:
    """Where the text names somebody it cites."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return
    for phrase in CITED:
        start = lowered.find(phrase)
        while start >= 0:
            yield start, start + len(phrase)
            start = lowered.find(phrase, start + 1)


def fold(word: str) -> str:
    """A word without capitals, marks on letters, or the possessive."""
    word = re.sub(r"['’]s?$", "", word.casefold()).replace("’", "'").replace("ł", "l")
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


def _find_told(text: str, names: Iterable[str]) -> Iterator[Finding]:
    wanted = {part for name in names for part in (name.strip(), *name.split()) if len(part) > 2}
    if not wanted:
        return
    ordered = sorted(wanted, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE)
    yield from (Finding("name", match.start(), match.end(), match[0], WHY_TOLD) for match in pattern.finditer(text))
    folded = {fold(name) for name in wanted}
    for token in TOKEN.finditer(text):
        if fold(token[0]) in folded:
            yield Finding("name", token.start(), token.end(), token[0], WHY_TOLD)


def _find_titled(text: str) -> Iterator[Finding]:
    for match in TITLED.finditer(text):
        first, *rest = match["name"].split()
        # "Ms B" and "Mr A's" are what we ask for; "PC IT" is no officer.
        is_surname = len(fold(first)) > 1 and not first.isupper() and fold(first) not in NOT_PART
        if is_surname:
            end = match.end("name")
            if rest and fold(rest[0]) in NOT_PART:
                end = match.start("name") + len(first)
            yield Finding("name", match.start(), end, text[match.start() : end], WHY_TITLE)
    for match in TITLED_LOWER.finditer(text):
        if match["name"] not in NOT_SURNAMES:
            yield Finding("name", match.start(), match.end(), match[0], WHY_TITLE)


def _find_listed(text: str) -> Iterator[Finding]:
    tokens = list(TOKEN.finditer(text))
    taken_to = 0
    for place, token in enumerate(tokens):
        if token.start() < taken_to:
            continue
        why = _why_listed(text, tokens, place)
        if why:
            taken_to = _end_of_name(text, tokens, place)
            yield Finding("name", token.start(), taken_to, text[token.start() : taken_to], why)


def _why_listed(text: str, tokens: list[re.Match], place: int) -> str:
    token = tokens[place]
    word = fold(token[0])
    is_capital = token[0][0].isupper()
    if word in WORDS_TOO:
        return WHY_GIVEN if is_capital and _is_name_here(text, tokens, place, word) else ""
    if word in GIVEN_NAMES or _is_double(word):
        return "" if _follows_as_thing(tokens, place) else WHY_GIVEN
    if word in SURNAMES and is_capital and not CITATION.match(text, token.end()):
        return "" if _follows_as_thing(tokens, place) else WHY_SURNAME
    return ""


def _is_double(word: str) -> bool:
    parts = word.split("-")
    return len(parts) == 2 and all(part in GIVEN_NAMES or part in WORDS_TOO for part in parts)


def _is_name_here(text: str, tokens: list[re.Match], place: int, word: str) -> bool:
    """Whether a word that is also a name stands where only a name has a capital."""
    token = tokens[place]
    if len(token[0]) > 1 and token[0].isupper():
        return False
    before = text[max(0, token.start() - LOOK_BACK) : token.start()]
    if SENTENCE_START.search(before) or token.start() == 0:
        return False
    if word in MONTHS and DATE_WORDS.search(before):
        return False
    if CITATION.match(text, token.end()) or _follows_as_thing(tokens, place):
        return False
    # In a heading every word has a capital.
    return not (place and tokens[place - 1][0][0].isupper() and len(tokens[place - 1][0]) > 1)


def _follows_as_thing(tokens: list[re.Match], place: int) -> bool:
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    return bool(
        following
        and following.start() - tokens[place].end() == 1
        and following[0][0].isupper()
        and fold(following[0]) in THINGS
    )


def _end_of_name(text: str, tokens: list[re.Match], place: int) -> int:
    """Where a name ends: the surname beside a given name is part of it."""
    token = tokens[place]
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following is None or text[token.end() : following.start()] != " ":
        return token.end()
    word = following[0]
    is_surname = word[0].isupper() and len(word) > 1 and not word.isupper() and fold(word) not in NOT_PART
    return following.end() if is_surname and token[0][0].isupper() else token.end()
