"""Numbers that the state or the NHS gave to one person."""

import re
from collections.abc import Iterator
from datetime import date

from assessments.screening.finders.finding import Finding, from_match

HEALTH = re.compile(r"(?<![\d/.-])(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?![\d/]|[.-]\d)")
NI = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b",
    re.IGNORECASE,
)
DRIVING = re.compile(r"\b[A-Z]{1,5}9{0,4}\d[0156]\d[0-3]\d\d[A-Z9]{2}\d[A-Z]{2}\b", re.IGNORECASE)
SORT_CODE = re.compile(r"\bsort code\W{1,3}(?P<code>\d{2}[ -]?\d{2}[ -]?\d{2})\b", re.IGNORECASE)
ACCOUNT = re.compile(r"\baccount (?:no|number)\W{1,3}(?P<code>\d{7,8})\b", re.IGNORECASE)

WHY_NHS = "This has the check digit of an NHS number, which names one person."
WHY_CHI = "This is built like a CHI number, which names one person and gives their date of birth."
WHY_NI = "This is built like a National Insurance number, which names one person."
WHY_DRIVING = "This is built like a driving licence number, which holds a name and a date of birth."
WHY_BANK = "A bank account leads to one person."


def find(text: str) -> Iterator[Finding]:
    for match in HEALTH.finditer(text):
        digits = "".join(match.groups())
        if has_check_digit(digits):
            yield _health(match, digits)
    yield from (from_match("ni_number", match, WHY_NI) for match in NI.finditer(text))
    yield from (
        from_match("driving_licence", match, WHY_DRIVING) for match in DRIVING.finditer(text) if len(match[0]) == 16
    )
    for pattern in (SORT_CODE, ACCOUNT):
        yield from (from_match("bank", match, WHY_BANK, "code") for match in pattern.finditer(text))


def has_check_digit(digits: str) -> bool:
    """The modulus-11 check that NHS, CHI and H&C numbers share."""
    if len(set(digits)) == 1:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11 == int(digits[9])


def _health(match: re.Match, digits: str) -> Finding:
    if _is_date(digits[:6]):
        return from_match("chi_number", match, WHY_CHI)
    return from_match("nhs_number", match, WHY_NHS)


def _is_date(digits: str) -> bool:
    try:
        date(2000 + int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return False
    return True
