"""Names of people: after a title, common enough to be in a list, or standing where only a name stands."""

import re
from collections.abc import Iterator

from assessments.screening.finders.finding import Finding, words
from assessments.screening.finders.lexicon import fold
from assessments.screening.finders.naming import find_named

PARTICLE = r"(?:(?:ap|ab|al|el|de|di|du|da|van|von|der|bin|bint|ibn|ben|y)[ \t-])?"
TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rev|Reverend|Sir|Dame|Lady|Lord|Cllr|Councillor|Judge|PC|WPC|PCSO|"
    r"DC|DS|DI|DCI|Sgt|Sergeant|Inspector|Imam|Pastor|Auntie|Aunty|Aunt|Uncle|Nurse|Sister|Brother|Nan|Nana|Grandma|"
    r"Grandad)\.?[ \t]+"
    rf"(?P<name>(?:[A-Z]\.?[ \t]+){{0,2}}{PARTICLE}[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*(?:[ \t]+{PARTICLE}[A-Z](?:['’-]?[^\W\d_])+)*)"
)
TITLED_LOWER = re.compile(r"\b(?:mr|mrs|ms|dr)\.?[ \t]+(?P<name>[a-z][^\W\d_]{2,}(?:['’-][^\W\d_]+)*)\b")
NOT_SURNAMES = words("and the who was has had not for but her his with from said will can may")
NOT_TITLED = words(
    "i he she they we it the a an and or but when then after before at in on to from with for by as is was has had said "
    "told child mother father mum dad idva isva marac mappa social domestic police housing support health mental section "
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday"
)

WHY_TITLE = "A title and a surname name a person. Write their role: “the social worker”, “the officer”."


def find(text: str) -> Iterator[Finding]:
    yield from _find_titled(text)
    yield from find_named(text)


def _find_titled(text: str) -> Iterator[Finding]:
    for match in TITLED.finditer(text):
        first, *rest = [part for part in match["name"].split() if len(part.rstrip(".")) > 1] or ["A"]
        # "Ms B" and "Mr A's" are what we ask for; "PC IT" is no officer.
        is_surname = len(fold(first)) > 1 and not first.isupper() and fold(first) not in NOT_TITLED
        if is_surname:
            end = match.end("name")
            shared = next((part for part in rest if fold(part) in NOT_TITLED), None)
            if shared:
                end = match.start("name") + match["name"].index(shared) - 1
            yield Finding("name", match.start(), end, text[match.start() : end], WHY_TITLE)
    for match in TITLED_LOWER.finditer(text):
        if match["name"] not in NOT_SURNAMES:
            yield Finding("name", match.start(), match.end(), match[0], WHY_TITLE)
