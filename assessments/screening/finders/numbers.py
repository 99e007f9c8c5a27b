"""Numbers that the state, the NHS or a bank gave to one person."""

import re
from collections.abc import Iterator
from datetime import date

from assessments.screening.finders.finding import Finding, from_match

HEALTH = re.compile(r"(?<![\d/.+-])(?<!44 )(?<!44-)(?<!\(0\))\d(?:[ .-]?\d){9}(?![\d/]|[.-]\d)")
# Under its name it is one even if a digit was mistyped.
LABELLED_HEALTH = re.compile(
    r"\b(?:NHS|CHI|H ?& ?C|HSC|health)(?: (?:no|num|number|id))?\.?(?: (?:is|was))?[:#\s-]{0,4}(?P<number>\d(?:[ .-]?\d){8,9})(?!\d)",
    re.IGNORECASE,
)
NI = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}[ .-]?[A-D]\b",
    re.IGNORECASE,
)
LABELLED_NI = re.compile(
    r"\b(?:NI|NINO|national insurance)(?: (?:no|num|number))?\.?(?: (?:is|was))?[:#\s-]{1,4}(?P<number>[A-Z]{2}(?:[ .-]?\d){6}(?:[ .-]?[A-Z])?)\b",
    re.IGNORECASE,
)
DRIVING = re.compile(r"\b[A-Z]{1,5}9{0,4}\d[0156]\d[0-3]\d\d[A-Z9]{2}\d[A-Z]{2}\b", re.IGNORECASE)
PASSPORT = re.compile(
    r"\b(?:passport|brp|visa|id card|share code)(?: (?:no|num|number|ref))?\.?(?: (?:is|was))?[:#\s-]{1,4}(?P<number>[A-Z]{0,3}\d[A-Z\d]{6,9})\b",
    re.IGNORECASE,
)
SORT_CODE = re.compile(r"\bsort[ -]?code\W{0,3}(?:is )?(?P<code>\d{2}[ -]?\d{2}[ -]?\d{2})\b", re.IGNORECASE)
ACCOUNT = re.compile(
    r"\b(?:account|acc|a/c)(?: (?:no|number|num))?\.?(?: is)?\W{1,3}(?P<code>\d{7,8})\b", re.IGNORECASE
)
CARD = re.compile(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)")
IBAN = re.compile(r"\bGB\d{2} ?[A-Z]{4}(?: ?\d){14}\b")

WHY_NHS = "This has the check digit of an NHS number, which names one person."
WHY_HEALTH = "This stands where an NHS or CHI number stands, which names one person."
WHY_CHI = "This is built like a CHI number, which names one person and gives their date of birth."
WHY_NI = "This is built like a National Insurance number, which names one person."
WHY_DRIVING = "This is built like a driving licence number, which holds a name and a date of birth."
WHY_PASSPORT = "The number of a passport or permit names one person."
WHY_BANK = "A bank account leads to one person."


def find(text: str) -> Iterator[Finding]:
    for match in HEALTH.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if has_check_digit(digits):
            is_chi = _is_date(digits[:6])
            yield from_match("chi_number" if is_chi else "nhs_number", match, WHY_CHI if is_chi else WHY_NHS)
    yield from (from_match("nhs_number", match, WHY_HEALTH, "number") for match in LABELLED_HEALTH.finditer(text))
    yield from (from_match("ni_number", match, WHY_NI) for match in NI.finditer(text))
    yield from (from_match("ni_number", match, WHY_NI, "number") for match in LABELLED_NI.finditer(text))
    yield from (
        from_match("driving_licence", match, WHY_DRIVING) for match in DRIVING.finditer(text) if len(match[0]) == 16
    )
    yield from (from_match("passport", match, WHY_PASSPORT, "number") for match in PASSPORT.finditer(text))
    for pattern in (SORT_CODE, ACCOUNT):
        yield from (from_match("bank", match, WHY_BANK, "code") for match in pattern.finditer(text))
    for pattern in (CARD, IBAN):
        yield from (from_match("bank", match, WHY_BANK) for match in pattern.finditer(text))


def has_check_digit(digits: str) -> bool:
    """The modulus-11 check that NHS, CHI and H&C numbers share."""
    if len(set(digits)) == 1:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9])


def _is_date(digits: str) -> bool:
    try:
        date(2000 + int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return False
    return True
