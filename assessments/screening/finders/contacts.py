"""Ways to reach a person: telephone, e-mail, the web, names on social media."""

import re
from collections.abc import Iterator

import phonenumbers

from assessments.screening.finders.finding import Finding, from_match, words
from assessments.screening.finders.lexicon import is_word

EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
# Written out, so that nobody's program reads it.
EMAIL_SPOKEN = re.compile(
    r"\b[\w.+-]{2,64}[ \t]*(?:[\[(]at[\])]|@|\bat\b)[ \t]*[\w-]{2,63}(?:[ \t]*(?:[\[(]dot[\])]|\bdot\b)[ \t]*\w{2,10}){1,3}\b|"
    r"\b[\w.+-]{2,64}[ \t]*(?:[\[(]at[\])]|\bat\b(?=[ \t]+(?:gmail|hotmail|outlook|yahoo|icloud|live|msn|aol|proton)))[ \t]*"
    r"[\w-]{2,63}(?:\.[\w-]{2,10}){1,3}\b",
    re.IGNORECASE,
)
URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'”’)\]]{3,2000}", re.IGNORECASE)
BARE_URL = re.compile(
    # Whatever comes after the dot, a path makes it a page.
    r"(?<![\w@./-])(?=[a-z])[\w-]{1,63}(?:\.[\w-]{2,63}){0,3}\.[a-z]{2,24}/[^\s<>\"'”’)]{1,300}|"
    r"(?<![\w@./-])[\w-]{1,63}(?:\.[\w-]{2,63}){0,3}\.(?:co\.uk|org\.uk|com|org|net|uk|info|me|io|app|wales|scot)\b(?:/[^\s<>\"')]{1,300})?",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z_][\w.]{2,29}")
PLATFORM = (
    r"(?:insta(?:gram)?|snap(?:chat)?|tik[ -]?tok|facebook|fb|twitter|discord|telegram|kik|only[ -]?fans|x-?box|psn|ps5|"
    r"steam|roblox|tinder|grindr|hinge|bumble|youtube|linked[ -]?in|threads|gamer ?tag|user ?name|screen ?name|handle|online as)"
)
NAMED_ONLINE = re.compile(
    rf"\b{PLATFORM}\b(?P<between>(?:[ \t]*(?:user ?name|name|account|handle|profile|page|user|id|tag|live|messages?|is|was|as|called|under|at|on|"
    r"with|from|she|he|they|they’re|is|goes by|uses?|@|[:=–-]|[“\"‘'(])){0,5})[ \t]*[“\"‘'@(]*(?P<handle>[\w.@-]{3,30})",
    re.IGNORECASE,
)
# phonenumbers rejects the ranges kept for fiction (07700 900xxx, 01632 960xxx) and oddly grouped numbers.
PHONE = re.compile(
    r"(?<![\d+£$.\w])(?:(?:\+|00)\s?44[ .-]?(?:\(0\))?[ .-]?|\(?[0Oo](?=[ ./-]?[12378]))(?:[ ./-]?\d)(?:[ .()/-]{0,2}\d){8,9}(?![\d])"
)
LABELLED_PHONE = re.compile(
    r"\b(?:tel(?:ephone)?|phone|mob(?:ile)?|landline|ring|call|text|number)\b\.?(?: (?:no|number|num|is|on|her|him|me|them|us))*[: ]{1,3}"
    r"(?P<number>\d(?:[ -]?\d){5,10})(?![\d/])",
    re.IGNORECASE,
)
# Helplines are printed on every leaflet.
PUBLIC_NUMBERS = words(
    "08082000247 08088010327 08088024040 08001111 116123 116000 116111 08088010302 08088020028 08088010321 08000271234 "
    "08085002222 08088020300 08457909090 08088016161 08001691111 08001012022 03003230169 08082002021 08001084321 111 101 999"
)
# Cited, not visited by anybody in the case.
PUBLIC_HOST = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:gov\.(?:uk|scot|wales)|nhs\.(?:uk|wales|scot)|nice\.org\.uk|doi\.org|parliament\.uk|ac\.uk|"
    r"police\.uk|bbc\.co\.uk|legislation\.gov\.uk|safelives\.org\.uk|womensaid\.org\.uk|refuge\.org\.uk|barnardos\.org\.uk|"
    r"nspcc\.org\.uk|iicsa\.org\.uk|nationaldahelpline\.org\.uk|respect\.(?:org\.uk|uk\.net)|mind\.org\.uk|samaritans\.org|"
    r"childline\.org\.uk|galop\.org\.uk|karmanirvana\.org\.uk|paladinservice\.co\.uk|scie\.org\.uk|jrf\.org\.uk|"
    r"safeguarding\.wales|equalityhumanrights\.com|ico\.org\.uk|shelter\.org\.uk|citizensadvice\.org\.uk)(?=[/:?#]|$)",
    re.IGNORECASE,
)

WHY_EMAIL = "An e-mail address leads to one person."
WHY_PHONE = "A telephone number leads to one person or household."
WHY_URL = "A web page may show who or where somebody is."
WHY_HANDLE = "A name on social media leads to one person."


def find(text: str) -> Iterator[Finding]:
    for pattern in (EMAIL, EMAIL_SPOKEN):
        yield from (from_match("email", match, WHY_EMAIL) for match in pattern.finditer(text))
    for pattern in (URL, BARE_URL):
        for match in pattern.finditer(text):
            if not PUBLIC_HOST.match(match[0].rstrip(".,;")):
                yield from_match("url", match, WHY_URL)
    yield from (from_match("social", match, WHY_HANDLE) for match in HANDLE.finditer(text))
    for match in NAMED_ONLINE.finditer(text):
        handle = match["handle"].strip(".-@")
        if not match["between"] and not re.search(r"[\d_.]", handle):
            continue
        if not is_word(handle.lower()) and (re.search(r"[\d_.]", handle) or len(handle) > 5):
            yield from_match("social", match, WHY_HANDLE, "handle")
    yield from _find_phones(text)


def _find_phones(text: str) -> Iterator[Finding]:
    for match in PHONE.finditer(text):
        if _digits(match[0]) not in PUBLIC_NUMBERS and len(_digits(match[0])) in (11, 12, 13, 14):
            yield from_match("phone", match, WHY_PHONE)
    for match in phonenumbers.PhoneNumberMatcher(text, "GB"):
        if _digits(match.raw_string) not in PUBLIC_NUMBERS:
            yield Finding("phone", match.start, match.end, match.raw_string, WHY_PHONE)
    for match in LABELLED_PHONE.finditer(text):
        if _digits(match["number"]) not in PUBLIC_NUMBERS:
            yield from_match("phone", match, WHY_PHONE, "number")


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number.replace("O", "0").replace("o", "0"))
