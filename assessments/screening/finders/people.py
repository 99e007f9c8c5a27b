"""Names of people: after a title, common enough to be in a list, or standing where only a name stands."""

import re
from collections.abc import Iterator

from assessments.screening.finders.finding import Finding, words
from assessments.screening.finders.lexicon import fold
from assessments.screening.finders.naming import find_named

PARTICLE = r"(?:(?:ap|ab|al|el|de|di|du|da|van|von|der|bin|bint|ibn|ben|y)[ \t-])?"
TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Rev|Reverend|Sir|Dame|Lady|Lord|Cllr|Councillor|Judge|HHJ|DDJ|Sheriff|Recorder|Supt|Constable|Rabbi|Sheikh|Vicar|Canon|PC|WPC|PCSO|"
    r"DC|DS|DI|DCI|Sgt|Sergeant|Inspector|Imam|Pastor|Auntie|Aunty|Aunt|Uncle|Nurse|Sister|Brother|Nan|Nana|Nanna|Nanny|Gran|Granny|Grandma|"
    r"Grandad|Grampa|Grandpa|Gramps|Mamgu|Tadcu|Nain|Taid|Lil|Big)\.?[ \t]+"
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

# What somebody is called by those around them, whatever words it is made of.
BYNAME = re.compile(
    r"\b(?:(?:is|was|are|locally|better|also|[a-z]+ly) )?(?:known (?:\w+ly )?(?:as|to \w+ as)|(?:call|calls|called|calling) (?:him|her|them|me|himself|herself)|"
    r"goes by(?: the name)?(?: of)?|nick-?named?|nickname is|answers to|a\.?k\.?a\.?)[ \t]+[“\"‘']?"
    r"(?P<name>[A-Z][^\W\d_]+(?:['’-][^\W\d_]+)*(?:[ \t]+[A-Z][^\W\d_]+)?)"
)
NOT_BYNAMES = words(
    "child mother father mum mam dad ms mr mrs miss parent adult client the a marac idva isva sw police mummy daddy nan gran"
)
# Known as Clare’s Law.
THING_AFTER = re.compile(r"(?:['’]s)?[ \t]+(?:Law|Act|Order|Model|Programme|Review|Project|Scheme|Test)\b")
WHY_BYNAME = "What people call somebody leads to them as a name does. Use “Child A” or “Ms B”."
WHY_TITLE = "A title and a surname name a person. Write their role: “the social worker”, “the officer”."


def find(text: str) -> Iterator[Finding]:
    yield from _find_titled(text)
    for match in BYNAME.finditer(text):
        if fold(match["name"].split()[0]) not in NOT_BYNAMES and not THING_AFTER.match(text, match.end()):
            yield Finding("name", match.start("name"), match.end("name"), match["name"], WHY_BYNAME)
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
