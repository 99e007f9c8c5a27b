"""Numbers under which police, courts, Marac, social care, prisons and landlords keep a case; and vehicles."""

import re
from collections.abc import Iterator

from assessments.screening.finders.finding import Finding, from_match

CODE = (
    r"(?P<code>(?=[\w/.-]{0,24}\d[\w/.-]{0,24}\d[\w/.-]{0,24}\d)(?!(?:19|20)\d{2}\b(?![/.-]\w))[A-Za-z0-9][\w/-]{2,24})"
)
# The label, then a word or sign that says a number follows.
LABELLED = re.compile(
    r"\b(?:crime|police|incident|log|urn|niche|athena|cad|cris|pnc|court|case|claim|hearing|marac|mappa|social care|"
    r"social services|lcs|mosaic|liquidlogic|care ?first|early help|housing|tenancy|landlord|home office|immigration|"
    r"visa|passport|brp|hospital|mrn|patient|client|service user|prison|nomis|delius|oasys|ehcp|upn|safeguarding|"
    r"referral|universal credit|benefit|file)\s{0,2}"
    r"(?:(?:ref(?:erence)?|id|log|file|case)\.?\s{0,2}(?:no|number|num)?\.?\s{0,2}[:#]?|(?:no|number|num|id)\.?\s{0,2}[:#]?|[:#])"
    rf"\s{{0,3}}(?:is\s|was\s)?{CODE}",
    re.IGNORECASE,
)
PLAIN_REF = re.compile(
    rf"\b(?:our|your|their)?\s?ref(?:erence)?(?:\s(?:no|number))?\s?[:.#]\s{{0,3}}{CODE}", re.IGNORECASE
)
SHAPED = (
    re.compile(r"\b[A-Z]{2}\d{2}[A-Z]\d{5}\b"),  # family court: ZC24P01234
    re.compile(r"\b[TSAU]20\d{2}[ -]?\d{4}\b"),  # Crown Court: T20240123
    re.compile(r"\b\d{2}[A-Z]{1,2}\d?/\d{3,7}/\d{2}\b|\b\d{2}/\d{4,8}/\d{2}\b"),  # crime reports
    re.compile(r"\b\d{2}[A-Z]{2}\d{7}\b"),  # unique reference number of a prosecution
    re.compile(r"\bCR/\d{3,8}/\d{2}\b|\bCAD\s?\d{2,6}\b"),
    re.compile(r"\bMARAC[-/ ]\d{2,4}[-/]\d{1,5}\b", re.IGNORECASE),
    re.compile(r"\b[A-Z]\d{4}[A-Z]{2}\b"),  # prison number
    re.compile(r"\b\d{2}/\d{4,7}[A-Z]\b"),  # Police National Computer
)
PLATE = re.compile(r"\b[A-HJ-PR-Y]{2}\d{2}\s?[A-HJ-PR-Z]{3}\b")
OLD_PLATE = re.compile(
    r"\b(?:[A-HJ-NP-Y]\d{1,3}\s?[A-HJ-PR-Y]{3}|[A-HJ-PR-Y]{3}\s?\d{1,4}[A-HJ-NP-Y]?|[A-Z]{3}\s?\d{4})\b"
)
VEHICLE = re.compile(r"\b(?:reg(?:istration)?|number ?plate|plate|vehicle|car|van)\b[^.\n]{0,40}$", re.IGNORECASE)
LOOK_BACK = 60

WHY_REFERENCE = "A case number leads to one file, and through it to the people in it. Leave it out."
WHY_VEHICLE = "This is built like a vehicle registration, which leads to a keeper."


def find(text: str) -> Iterator[Finding]:
    for pattern in (LABELLED, PLAIN_REF):
        yield from (from_match("reference", match, WHY_REFERENCE, "code") for match in pattern.finditer(text))
    for pattern in SHAPED:
        yield from (from_match("reference", match, WHY_REFERENCE) for match in pattern.finditer(text))
    yield from (from_match("vehicle", match, WHY_VEHICLE) for match in PLATE.finditer(text))
    for match in OLD_PLATE.finditer(text):
        # These shapes are also those of paper sizes, roads and forms; only a word before them decides.
        if VEHICLE.search(text[max(0, match.start() - LOOK_BACK) : match.start()]):
            yield from_match("vehicle", match, WHY_VEHICLE)
