"""Exact dates: a birth above all, but any day can be matched with a report, a court list or a newspaper."""

import re
from collections.abc import Iterator

from assessments.screening.finders.finding import Finding, from_match

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
YEAR = r"(?:19|20)\d{2}"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
NUMBER = r"(?:0?[1-9]|1[0-2])"
PATTERNS = (
    re.compile(
        rf"\b{DAY}(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{MONTH}\b\.?(?:[\s,-]+(?:{YEAR}|[’']?\d{{2}}\b(?!:)))?", re.IGNORECASE
    ),
    re.compile(rf"\b(?!may\s+\d)(?:{MONTH})\.?\s+{DAY}(?:st|nd|rd|th)?\b(?![:.]\d)(?:,?\s+{YEAR})?", re.IGNORECASE),
    re.compile(rf"(?<![\d/.-]){DAY}[/-]{NUMBER}[/-](?:{YEAR}|\d{{2}})(?![\d/-])"),
    # Two digits everywhere: 1.2.10 is a numbered heading.
    re.compile(rf"(?<![\d.])(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.(?:{YEAR}|\d{{2}})(?![\d.]\d)"),
    re.compile(rf"(?<![\d-]){YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"),
)
BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?|birth ?date|birthday)\W{0,4}(?:\w+\W+){0,3}$", re.IGNORECASE
)
CITED = re.compile(
    r"\b(?:accessed|retrieved|published|viewed|available from|last updated)\W{0,4}(?:on\s+)?$", re.IGNORECASE
)
LOOK_BACK = 45

WHY_BIRTH = "A date of birth, with little else, names one person. Write an age band."
WHY_DATE = "An exact date can be matched with other records. Write it as “day 12” or “in the second month”."


def find(text: str) -> Iterator[Finding]:
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - LOOK_BACK) : match.start()]
            if BIRTH.search(before):
                yield from_match("date_of_birth", match, WHY_BIRTH)
            elif not CITED.search(before):
                yield from_match("exact_date", match, WHY_DATE)
