"""Ways to reach a person: telephone, e-mail, the web."""

import re
from collections.abc import Iterator

import phonenumbers

from assessments.screening.finders.finding import Finding, from_match

EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'”’)\]]{3,2000}", re.IGNORECASE)
SOCIAL = re.compile(
    r"\b(?:facebook|instagram|tiktok|snapchat|twitter|x|linkedin|justgiving|gofundme)\.com/[^\s<>\"')]{1,200}",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z_][\w.]{2,29}")
# phonenumbers rejects the range kept for fiction (07700 900xxx) and oddly grouped mobiles.
MOBILE = re.compile(r"(?<![\d+])(?:\+44[ -]?\(?0?\)?[ -]?7|0044[ -]?7|07)(?:[ -]?\d){9}(?!\d)")
# Cited, not visited by anybody in the case.
PUBLIC_HOST = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:gov\.(?:uk|scot|wales)|nhs\.uk|nice\.org\.uk|doi\.org|parliament\.uk|ac\.uk|"
    r"safelives\.org\.uk|womensaid\.org\.uk|refuge\.org\.uk|barnardos\.org\.uk|nspcc\.org\.uk|iicsa\.org\.uk)(?=[/:?#]|$)",
    re.IGNORECASE,
)

WHY_EMAIL = "An e-mail address leads to one person."
WHY_PHONE = "A telephone number leads to one person or household."
WHY_URL = "A web page may show who or where somebody is."
WHY_HANDLE = "A name on social media leads to one person."


def find(text: str) -> Iterator[Finding]:
    yield from (from_match("email", match, WHY_EMAIL) for match in EMAIL.finditer(text))
    for match in URL.finditer(text):
        if not PUBLIC_HOST.match(match[0].rstrip(".,;")):
            yield from_match("url", match, WHY_URL)
    yield from (from_match("url", match, WHY_HANDLE) for match in SOCIAL.finditer(text))
    yield from (from_match("social", match, WHY_HANDLE) for match in HANDLE.finditer(text))
    yield from (from_match("phone", match, WHY_PHONE) for match in MOBILE.finditer(text))
    for match in phonenumbers.PhoneNumberMatcher(text, "GB"):
        yield Finding("phone", match.start, match.end, match.raw_string, WHY_PHONE)
