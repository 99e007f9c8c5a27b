"""Where somebody lives: postcodes, also mistyped; addresses, also in small letters; streets and points on a map."""

import re
from collections.abc import Iterator

from assessments.screening.finders.finding import Finding, from_match, words
from assessments.screening.finders.lexicon import fold, is_word

AREAS = words(
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY "
    "G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR "
    "NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA "
    "WC WD WF WN WR WS WV YO ZE"
)
# O for nought, I and l for one, a dash, or a space where none belongs.
POSTCODE = re.compile(
    r"\b(?P<area>[A-Z]{1,2})[ ]?(?P<district>[\dOIl][\dA-Z]?)[ \t]{0,2}[-.]?[ \t]?(?P<sector>[\dOIl])[ ]?(?P<unit>[A-Z][ ]?[A-Z])\b",
    re.IGNORECASE,
)
ORDINAL = re.compile(r"[ \t](?:\d?1st|\d?2nd|\d?3rd|\d?[04-9]th)$")
TWO_LETTERS = words(
    "am pm st nd rd th hr hrs kg lb ft yr pt gp sw hv pc dr no of or at an as be by do go he if in is it me my on so to up us we"
)
NEVER_LAST = set("CIKMOV")
OUTWARD = re.compile(
    r"\b(?:post ?code|in the|area of|of the)[ \t]+(?:is |was |area |starts? |starting |begins? |with |in )*(?P<code>[A-Z]{1,2}\d{1,2}[A-Z]?)\b"
    r"(?=[ \t]+(?:area|district|postcode)|[.,;\n]|$)"
)
LABELLED_OUTWARD = re.compile(
    r"\bpost ?code(?: is| was| starts?| begins?| with| area|:)*[ \t]+(?P<code>[A-Z]{1,2}\d{1,2}[A-Z]?)\b", re.IGNORECASE
)
WORD = r"[A-Z][\w'’-]{1,30}"
KINDS = (
    "street|road|avenue|lane|drive|close|crescent|terrace|gardens|grove|mews|heol|ffordd|stryd|parade|boulevard|wynd|"
    "broadway|highway|cottages|villas|buildings|heights|mansions|lodge"
)
SHORT_KINDS = "st|rd|ave|av|ln|cres|cl|dr|court|ct|place|pl|way|walk|square|sq|hill|rise|row|green|house|park|view|vale|croft|bank|brow|fold|end|gate|mount|quay|wharf|yard|point|tower|flats"
LEAD = r"(?:(?i:flat|apartment|apt|unit|room|no\.?|number)\s+[\w/]{1,5},?\s+(?:of\s+)?)?"
NUMBERED = re.compile(
    rf"\b{LEAD}\d{{1,4}}[a-zA-Z]?,?\s+(?:the\s+)?(?:{WORD}\s+){{1,3}}(?i:{KINDS}|{SHORT_KINDS})\b|"
    rf"\b{LEAD}\d{{1,4}}[a-zA-Z]?,?\s+(?:(?:Heol|Ffordd|Stryd|Lôn|Maes|Bryn|Clos|Cwrt)\s+(?:(?:y|yr)\s+)?{WORD}(?:\s+{WORD})?|(?:Maes|Bryn|Pen|Tan|Ty|Min|Trem|Llys|Rhes)-[\w-]+)"
)
LOWER = re.compile(
    rf"\b{LEAD}\d{{1,4}}[a-z]?,?[ \t]+(?P<named>(?:[a-z'’]{{2,20}}[ \t]+){{1,3}})(?:{KINDS}|{SHORT_KINDS})\b|"
    rf"\b\d{{1,4}}[a-z]?,?[ \t]+(?:heol|ffordd|stryd|maes|clos|cwrt)[ \t]+[a-z]{{3,}}"
)
# A house with a name, in a street or not; a Welsh street; a number beside the word for a home.
NAMED_HOUSE = re.compile(
    rf"\b(?:{WORD}\s+){{1,2}}(?:Cottages?|Farm|Farmhouse|Lodge|Villa|Barn|Manor)\b(?:,\s+(?:{WORD}\s+){{1,3}}(?i:{KINDS}|{SHORT_KINDS})\b)?|"
    rf"\b(?:Ty|Tŷ|Bryn|Plas|Pen|Maes|Cae|Heol|Ffordd|Stryd|Lôn|Rhodfa|Clos|Cwrt)\s+(?:(?:y|yr)\s+)?{WORD}(?:,\s+(?:Heol|Ffordd|Stryd|Lôn|Rhodfa|Clos|Maes)\s+(?:(?:y|yr)\s+)?{WORD})?"
)
WELSH_LOWER = re.compile(
    r"\b(?:\d{1,4}[a-z]?,?[ \t]+(?:heol|ffordd|stryd|lon|maes|clos|cwrt|tan|bryn|cae|pen|min|trem|llys|rhes|parc)[ \t]+(?:y|yr)|(?:heol|ffordd|stryd|rhodfa))[ \t]+[a-z]{3,}"
)
HOME_NUMBER = re.compile(
    rf"\b(?i:lives?|living|lived|address|property|house|home|place|post|mail|letters?|stays?|staying|moved|tenancy|flat)\b[^.\n\d]{{0,20}}?\s"
    rf"(?P<home>\d{{1,4}}[a-zA-Z]?,?\s+(?:(?:The|Y|Yr)\s+)?{WORD}(?:\s+{WORD})?)(?!\s+[A-Z])"
)
# "2 people on the street", "10 minutes down the road", "3 days a close friend".
NOT_NAMED = words(
    "the a an of on in at to from for with by and or but if as is was were be been are her his their my our your its this that these "
    "those days day weeks week months month years year hours hour minutes minute mins times time people children kids men women "
    "per more less than doors houses miles mile metres up down off out away into over under across along same next every each "
    "other others who which it he she they we i you no not had has have did went came another different busy main wrong right"
)
FLAT = re.compile(r"\b(?i:flat|apartment|apt)\s+\d{1,4}[a-zA-Z]?,\s*(?:\d{1,4}\s+)?[\w'’-]+(?:\s+[\w'’-]+){0,3}")
NAMED_STREET = re.compile(
    rf"(?:\b(?:on|in|at|off|near|from|to|of|along|outside|behind|opposite|into|up|down|address:?|is)\s+|,\s+)(?P<street>(?:{WORD}\s+){{1,3}}(?:Street|St|Road|Rd|Avenue|Ave|Lane|"
    r"Drive|Close|Crescent|Terrace|Gardens|Grove|Mews|Way|Estate|Flats|Tower|House|Court))\b"
)
LOWER_STREET = re.compile(
    r"\b(?:on|in|at|off|to|from|near|outside|by|down|up|along)[ \t]+(?P<street>(?!(?:on|in|at|to|from|by|the|a)\b)(?:[a-z'’]{2,20}[ \t]+){1,2}"
    r"(?:street|road|rd|avenue|ave|lane|drive|close|crescent|terrace|gardens|grove|estate))\b"
)
GENERIC_STREETS = words(
    "the crown high family youth county magistrates coroner’s coroners safe care nursing main quiet busy full half-way back front communal side bus fast slow memory public open rear dirt country cycle shared private ring garden gardens community sensory school town city village beer busy dark wrong right middle inside outside cul-de-sac bumpy long rocky own childrens women’s children’s"
)
COORDINATES = re.compile(r"(?<![\d.])-?\d{1,2}\.\d{4,},\s?-?\d{1,3}\.\d{4,}")
THREE_WORDS = re.compile(r"///[a-z]+\.[a-z]+\.[a-z]+")
NETWORK = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")

WHY_POSTCODE = "A full postcode leads to a few homes. Leave it out, or write the kind of area."
WHY_OUTWARD = "The first half of a postcode is one neighbourhood. Write the kind of area."
WHY_STREET = "A street address leads to a home. Leave it out."
WHY_POINT = "This points to one place or one device. Leave it out."


def find(text: str) -> Iterator[Finding]:
    yield from (from_match("postcode", match, WHY_POSTCODE) for match in POSTCODE.finditer(text) if _is_postcode(match))
    for pattern in (OUTWARD, LABELLED_OUTWARD):
        for match in pattern.finditer(text):
            if match["code"].rstrip("ABCDEFGHJKLMNPRSTUVWXY0123456789").upper() == "" and _area(match["code"]) in AREAS:
                yield from_match("postcode", match, WHY_OUTWARD, "code")
    for pattern in (NUMBERED, FLAT):
        yield from (from_match("address", match, WHY_STREET) for match in pattern.finditer(text))
    for pattern in (NAMED_HOUSE, WELSH_LOWER):
        yield from (from_match("address", match, WHY_STREET) for match in pattern.finditer(text))
    for match in HOME_NUMBER.finditer(text):
        if all(not is_word(fold(word)) or word in ("The", "Y", "Yr") for word in match["home"].split()[1:2]):
            yield from_match("address", match, WHY_STREET, "home")
    for match in LOWER.finditer(text):
        if not NOT_NAMED & set((match["named"] or "").split()):
            yield from_match("address", match, WHY_STREET)
    for pattern in (NAMED_STREET, LOWER_STREET):
        for match in pattern.finditer(text):
            first, *between, _ = match["street"].lower().split()
            if first not in GENERIC_STREETS | NOT_NAMED and not NOT_NAMED & set(between):
                yield from_match("address", match, WHY_STREET, "street")
    for pattern in (COORDINATES, THREE_WORDS, NETWORK):
        yield from (from_match("address", match, WHY_POINT) for match in pattern.finditer(text))


def _area(code: str) -> str:
    return re.match(r"[A-Z]*", code.upper())[0]


def _is_postcode(match: re.Match) -> bool:
    if match["area"].upper() not in AREAS or ORDINAL.search(match[0]):
        return False
    if set(match["unit"].replace(" ", "").upper()) & NEVER_LAST:
        return False
    # "is in 1 of 3 ad": letters that stand apart are a postcode only in capitals.
    figures, unit = match["district"] + match["sector"], match["unit"]
    # m 14 6 wx: letters that no word has.
    if figures.isdigit() and len(unit) == 2 and unit.islower() and unit not in TWO_LETTERS and not is_word(unit):
        return True
    is_tight = " " not in match["area"] + match["unit"] and match[0][len(match["area"])] != " "
    return is_tight and any(letter.isdigit() for letter in match["district"] + match["sector"]) or match[0].isupper()
