"""Numbers under which police, courts, Marac, social care, prisons and landlords keep a case; and vehicles."""

import re
from collections.abc import Iterator

from assessments.screening.finders.finding import Finding, from_match
from assessments.screening.finders.lexicon import is_word

CODE = r"(?P<code>(?=[\w/.*-]{0,24}\d[\w/.*-]{0,24}\d[\w/.*-]{0,24}\d)(?!(?:19|20)\d{2}\b(?![/.*-]\w))[A-Za-z0-9][\w/*-]{2,24})"
HOLDER = (
    r"(?:crime|police|incident|occurrence|log|urn|niche|athena|cad|cris|crn|pnc|court|case|claim|hearing|injunction|order|marac|mappa|"
    r"social (?:care|services|work)|childrens? (?:services|social care)|lcs|csc|ics|mosaic|liquidlogic|care ?first|early help|"
    r"housing|tenancy|landlord|rent|home office|ho|immigration|asylum|nass|visa|hospital|ward|mrn|patient|client|service user|unique|"
    r"prison|nomis|delius|oasys|probation|ehcp|upn|uln|safeguarding|referral|universal credit|uc|benefit|pip|dwp|csa|cms|"
    r"council tax|file|record|system|custody|nspis|exhibit|warrant|ticket|complaint|insurance|policy|membership|student|employee|"
    r"staff|warrant card|collar|shoulder|badge|dash|oasis|insights|paris|rio|systmone|emis)"
)
NUMBER_SIGN = r"(?:(?:ref(?:erence)?|id|log|file|case|record|crime|number|no|num|nr)\.?[ \t]{0,2}){0,3}[:#–-]?"
# The label, then a word or sign that says a number follows.
LABELLED = re.compile(
    rf"\b{HOLDER}[’']?s?[ \t]{{0,2}}(?:(?:ref(?:erence)?|id|log|file|case|record|crime|number|no|num|nr)\b\.?[ \t]{{0,2}}(?:{NUMBER_SIGN})|[:#])"
    rf"[ \t]{{0,3}}(?:(?:is|was|of|as|under|quoted|given|on|it)[ \t]){{0,3}}(?:(?:[A-Z]{{2,10}}|no|ref)[ \t])?{CODE}(?P<more>(?:[ \t]\d{{2,6}}\b){{0,4}})",
    re.IGNORECASE,
)
BARE_LABEL = re.compile(
    rf"\b(?:crime|log|incident|cad|urn|pnc|marac|mosaic|liquidlogic|lcs|niche|athena|nomis|delius)[ \t]{CODE}",
    re.IGNORECASE,
)
PLAIN_REF = re.compile(
    rf"\b(?:our|your|their)?\s?ref(?:erence|s)?\b\.?(?:\s(?:no|number|code))?\s?(?:[:.#,–-]|\b(?:on|of|for|is|was)\b[^.\n\d]{{0,40}}?(?:is|was|:)?)?\s{{0,3}}{CODE}",
    re.IGNORECASE,
)
SHAPED = (
    re.compile(r"\b[A-Z]{2}\d{2}[A-Z][ -]?\d{5}\b", re.IGNORECASE),  # family court: ZC24P01234
    re.compile(r"\b[TSAU]20\d{2}[ -]?\d{4}\b"),  # Crown Court: T20240123
    re.compile(r"\b\d{2}[A-Z]{1,2}\d?/\d{3,7}/\d{2}\b|\b\d{2}/\d{4,8}/\d{2}\b"),  # crime reports
    re.compile(r"\b\d{2}\*\d{5,7}\b"),
    re.compile(r"\b\d{2}[A-Z]{2}\d{7}\b"),  # unique reference number of a prosecution
    re.compile(r"\bCR/?\d{3,8}/\d{2}\b|\bCAD\s?\d{2,6}\b", re.IGNORECASE),
    re.compile(r"\bMARAC[-/ ]\d{2,4}[-/]\d{1,5}\b", re.IGNORECASE),
    re.compile(r"\b[A-Z]\d{4}[A-Z]{2}\b"),  # prison number
    re.compile(r"\b\d{2}/\d{4,7}[A-Z]\b"),  # Police National Computer
    re.compile(r"\b(?=[A-Z/-]*\d)[A-Z]{1,5}[-/]?\d{2,6}[-/]\d{2,8}\b"),  # CP-2024-00127
    re.compile(r"\b(?!ISO|BS|RFC|EN)[A-Z]{1,5}[-/]?\d{5,10}[A-Z]?\b"),  # P123456
    re.compile(r"(?<![\d.,£$/-])\d{7,14}(?![\d,/]|\.\d)"),  # a number that long counts nothing
)
LOG_OF_A_DAY = re.compile(r"\b\d{2,6} (?:of|on) \d{1,2}/\d{1,2}(?:/\d{2,4})?\b")  # 0387 of 12/09
PLATE = re.compile(r"\b[A-HJ-PR-Y]{2}\d{2}\s?[A-HJ-PR-Z]{3}\b", re.IGNORECASE)
SPACED_PLATE = re.compile(r"\b[A-HJ-PR-Y]{2}\s\d{2}\s[A-HJ-PR-Z]{3}\b")
OLD_PLATE = re.compile(
    r"\b(?:[A-HJ-NP-Y]\d{1,3}\s?[A-HJ-PR-Z]{3}|[A-HJ-PR-Y]{3}\s?\d{1,4}[A-HJ-NP-Y]?|[A-Z]{3}\s?\d{4})\b", re.IGNORECASE
)
VEHICLE = re.compile(
    r"\b(?:reg(?:istration)?|number ?plates?|plates?|vehicle|car|van|lorry|truck|pick-?up|taxi|cab|moped|scooter|bike|motor(?:bike|cycle)|transit|golf|polo|corsa|astra|fiesta|focus|clio|micra|yaris|qashqai|bmw|audi|ford|vauxhall|nissan|toyota|honda|kia|skoda|merc(?:edes)?|vw|volkswagen|peugeot|renault|land ?rover|range ?rover|tesla|drives|driving|parked|parks)\b[^.\n]{0,40}$",
    re.IGNORECASE,
)
LOOK_BACK = 60

WHY_REFERENCE = "A case number leads to one file, and through it to the people in it. Leave it out."
WHY_VEHICLE = "This is built like a vehicle registration, which leads to a keeper."


def find(text: str) -> Iterator[Finding]:
    yield from _find_vehicles(text)
    yield from (from_match("reference", match, WHY_REFERENCE) for match in LOG_OF_A_DAY.finditer(text))
    for pattern in (LABELLED, BARE_LABEL, PLAIN_REF):
        yield from (_with_more(match) for match in pattern.finditer(text))
    for pattern in SHAPED:
        yield from (from_match("reference", match, WHY_REFERENCE) for match in pattern.finditer(text))


def _with_more(match: re.Match) -> Finding:
    """The code, and the groups of figures that go on after a space."""
    end = match.end("more") if match.groupdict().get("more") else match.end("code")
    start = match.start("code")
    return Finding("reference", start, end, match.string[start:end], WHY_REFERENCE)


def _find_vehicles(text: str) -> Iterator[Finding]:
    for match in PLATE.finditer(text):
        # "no10 and" has the shape of a plate too.
        if match[0].isupper() or not is_word(match[0][-3:].lower()) or _is_near_a_car(text, match):
            yield from_match("vehicle", match, WHY_VEHICLE)
    yield from (
        from_match("vehicle", match, WHY_VEHICLE)
        for match in SPACED_PLATE.finditer(text)
        if _is_near_a_car(text, match)
    )
    for match in OLD_PLATE.finditer(text):
        # These shapes are also those of paper sizes, roads and forms; only a word before them decides.
        if _is_near_a_car(text, match) and not (match[0].islower() and is_word(match[0][-3:].lower())):
            yield from_match("vehicle", match, WHY_VEHICLE)


def _is_near_a_car(text: str, match: re.Match) -> bool:
    return bool(VEHICLE.search(text[max(0, match.start() - LOOK_BACK) : match.start()]))
