"""Where somebody lives or goes: postcodes, street addresses, named schools, courts and hospitals."""

import re
from collections.abc import Iterator

from assessments.screening.finders.finding import Finding, from_match, words

AREAS = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY "
    "G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR "
    "NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA "
    "WC WD WF WN WR WS WV YO ZE"
)
POSTCODE = re.compile(
    rf"\b(?:{'|'.join(sorted(AREAS.split(), key=len, reverse=True))})\d[A-Z\d]?[ \t]{{0,2}}\d[ABD-HJLNP-UW-Z]{{2}}\b",
    re.IGNORECASE,
)
WORD = r"[A-Z][\w'’-]{1,30}"
STREET = re.compile(
    rf"\b(?:(?i:flat|apartment|unit)\s+\w{{1,4}},?\s+)?\d{{1,4}}[a-zA-Z]?,?\s+(?:{WORD}\s+){{1,3}}"
    r"(?i:street|st|road|rd|avenue|ave|lane|ln|drive|close|crescent|court|place|terrace|gardens|grove|way|walk|"
    r"square|hill|rise|mews|row|parade|green|heol|ffordd|stryd)\b"
)
INSTITUTION = re.compile(
    rf"\b(?P<named>{WORD}(?:\s+(?:of\s+|the\s+)?{WORD}){{0,3}})\s+"
    r"(?:School|Academy|College|Nursery|Hospital|Infirmary|Surgery|Medical Centre|Health Centre|Children[’']s Centre|"
    r"Crown Court|Magistrates[’']? Court|Family Court|County Court|Police Station|Refuge|Mosque|Church|Gurdwara|Temple)\b"
)
# Words that begin the name of a kind of place, not of one place.
GENERIC = words(
    "a an the this that his her their our my your local central senior special free state public private boarding faith "
    "primary secondary junior infant infants high grammar middle sixth form nursery pre comprehensive general community "
    "mental children’s children's women’s women's crown county family magistrates magistrates’ in at to from and when "
    "if as by for with on after before she he they we i it domestic abuse specialist religious muslim sikh christian "
    "catholic hindu jewish"
)

WHY_POSTCODE = "A full postcode leads to a few homes. Leave it out, or write the kind of area."
WHY_STREET = "A street address leads to a home. Leave it out."
WHY_INSTITUTION = "A named school, court or service narrows down who this is. Write “a primary school”, “the court”."


def find(text: str) -> Iterator[Finding]:
    yield from (from_match("postcode", match, WHY_POSTCODE) for match in POSTCODE.finditer(text))
    yield from (from_match("address", match, WHY_STREET) for match in STREET.finditer(text))
    for match in INSTITUTION.finditer(text):
        if not {word.lower() for word in match["named"].split()} <= GENERIC:
            yield from_match("institution", match, WHY_INSTITUTION)
