"""Named schools, courts, surgeries, places of worship and refuges: each narrows down who somebody is."""

import re
from collections.abc import Iterator

from assessments.screening.finders.finding import Finding, from_match, words
from assessments.screening.finders.lexicon import is_word

WORD = r"[A-Z][\w'’-]{1,30}"
KINDS = (
    r"(?:School|Academy|College|Nursery|Preschool|Pre-school|Playgroup|Hospital|Infirmary|Hospice|Surgery|Medical Centre|Health Centre|Medical Practice|"
    r"Children[’']s Centre|Crown Court|Magistrates[’']? Court|Family Court|County Court|Sheriff Court|Police Station|Refuge|"
    r"Mosque|Masjid|Church|Chapel|Gurdwara|Mandir|Temple|Synagogue|Care Home|Community Centre|Leisure Centre|Contact Centre|Primary|Juniors?|Infants?|High|"
    r"Comp|Comprehensive|Grammar|Sixth Form|Prison|YOI)"
)
INSTITUTION = re.compile(
    rf"\b(?P<named>{WORD}(?:\s+(?:of\s+|the\s+)?{WORD}){{0,4}})\s+{KINDS}\b(?!\s+(?:Care|School|Court|Street|Road|Education|Team|Risk|Need))(?:\s+School)?"
)
HM = re.compile(rf"\bHMP\s+{WORD}(?:\s+{WORD})?")
WELSH = re.compile(
    rf"\b(?:Ysgol|Coleg|Ysbyty|Meithrin|Capel)\s+(?:(?:y|yr|uwchradd|gynradd)\s+)*{WORD}(?:\s+{WORD}){{0,3}}|\b(?:ysgol|coleg|ysbyty)\s+[a-z]{{3,}}(?:\s+[a-z]{{3,}})?"
)
SAINT = re.compile(
    r"\b(?:st|saint)\.?\s+[a-z]{3,}(?:['’]?s)?\s+(?:(?:rc|ce|c\s?of\s?e|catholic|church|junior|infant|high|primary|nursery)\s+){0,3}"
    r"(?:primary|school|academy|college|church|hospital|nursery|juniors|infants|high)\b",
    re.IGNORECASE,
)
LOWER = re.compile(
    r"\b(?:at|to|from|attends?|attending|in|into|go|goes|went|near|outside|leaves?|left|starts?|started|joined)\s+(?:the\s+)?"
    r"(?P<place>(?P<named>[a-z'’]{4,}(?:\s+[a-z'’]{3,}){0,2})\s+(?:primary|academy|infants|juniors|nursery|high school|community college|"
    r"primary school|comprehensive|high|grammar|sixth form|surgery|medical centre|infirmary|hospital|college))\b"
)
# Words that begin the name of a kind of place, not of one place.
GENERIC = words(
    "a an the this that his her their our my your local central senior special free state public private boarding faith "
    "primary secondary junior infant infants high grammar middle sixth form nursery pre comprehensive general community "
    "mental children’s children's women’s women's crown county family magistrates magistrates’ in at to from and when "
    "if as by for with on after before she he they we i it domestic abuse specialist religious muslim sikh christian "
    "catholic hindu jewish school church mosque hospital college police young youth village town city welsh medium english new old "
    "other another nearest first second third same different both two three each one further education adult teaching "
    "maternity acute district royal day night safe supervised good risk very not which whose every any no all outside near inside of its "
    "independent maintained mainstream upper lower infants' juniors' private dental doctor’s gp vet veterinary plastic brain heart cosmetic "
    "major minor open-heart hospital psychiatric forensic welsh-medium english-medium residential refuge cross"
)

WHY_INSTITUTION = "A named school, court or service narrows down who this is. Write “a primary school”, “the court”."


def find(text: str) -> Iterator[Finding]:
    for match in INSTITUTION.finditer(text):
        # The common words before a name ("At", "The") are not part of it, and a name of common words alone is none.
        named = list(re.finditer(r"\S+", match["named"]))
        while named and named[0][0].lower() in GENERIC:
            named.pop(0)
        if named:
            start = match.start() + named[0].start()
            yield Finding("institution", start, match.end(), text[start : match.end()], WHY_INSTITUTION)
    for pattern in (HM, WELSH, SAINT):
        yield from (from_match("institution", match, WHY_INSTITUTION) for match in pattern.finditer(text))
    for match in LOWER.finditer(text):
        named = match["named"].split()
        if not GENERIC & set(named) and (
            any(not is_word(word) for word in named) or named[-1] in _PLACES or GROWN.search(named[-1])
        ):
            yield from_match("institution", match, WHY_INSTITUTION, "place")


# Moorside, Oakfield: words of one town only.
GROWN = re.compile(
    r"\w{3}(?:side|field|fields|wood|ford|bury|dale|mead|worth|brook|mere|bourne|burn|gate|vale|hurst|lands?|moor|croft)$"
)
# Ends of the names of schools that are words: kings mead, oak wood, little acorns.
_PLACES = words(
    "acorns oaks willows wood park hill green lane road field fields meadow meadows bridge mead priory grange view vale mount brook lodge heath moor abbey"
)
