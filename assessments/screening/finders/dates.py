"""Exact dates: a birth above all, but any day can be matched with a report, a court list or a newspaper."""

import re
from collections.abc import Iterator

from assessments.screening.finders.finding import Finding, from_match

MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
YEAR = r"(?:19|20)\d{2}"
# In words: the fourth of May 1991, eleventh March twenty twenty-four.
ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    r"sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    r"thirtieth|thirty[ -]first)"
)
ROMAN = r"(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
NUMBER = r"(?:0?[1-9]|1[0-2])"
PATTERNS = (
    re.compile(
        rf"\b{DAY}(?:st|nd|rd|th)?(?:\s+of)?[\s-]*{MONTH}\b\.?(?:[\s,-]*(?:{YEAR}|[’']?\d{{2}}\b(?!:)))?", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?!may\s+\d)(?:{MONTH})\.?\s+(?:the\s+)?{DAY}(?:st|nd|rd|th)?\b(?![:.]\d)(?:,?\s+{YEAR})?", re.IGNORECASE
    ),
    re.compile(rf"(?<![\d/.-]){DAY}\s?[/-]\s?{NUMBER}\s?[/-]\s?(?:{YEAR}|\d{{2}})(?![\d/-])"),
    # With two digits in the year, two digits everywhere: 1.2.10 is a numbered heading.
    re.compile(rf"(?<![\d.])(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.(?:{YEAR}|\d{{2}})(?![\d.]\d)"),
    re.compile(rf"(?<![\d.]){DAY}\.{NUMBER}\.(?:{YEAR}|[3-9]\d)(?![\d.]\d)"),
    # No document has a thirteenth part with so many sections.
    re.compile(rf"(?<![\d.])(?:1[3-9]|2\d|3[01])\.{NUMBER}\.\d{{2}}(?![\d.]\d)"),
    re.compile(
        rf"\b(?:the\s+)?{ORDINAL}\s+(?:of\s+{MONTH}|(?!may\b|march\b){MONTH}|(?-i:May|March))\b"
        rf"(?:,?\s+(?:{YEAR}|(?:nineteen|twenty)[ -]\w{{3,9}}(?:-\w{{3,5}})?|two thousand(?: and \w{{3,9}})?))?|"
        rf"\b(?-i:(?i:(?!may\b){MONTH})|May)\s+(?:the\s+)?{ORDINAL}\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{DAY}[ ./-]{ROMAN}[ ./-]{YEAR}\b", re.IGNORECASE),
    re.compile(rf"(?<![\d-]){YEAR}[-/.](?:0[1-9]|1[0-2])[-/.](?:0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(rf"\b(?<=on )(?:the )?{DAY}/{NUMBER}\b(?![/\d])"),
    re.compile(
        rf"\b(?:christmas (?:eve|day)|boxing day|new year[’']?s (?:eve|day)|good friday|easter (?:sunday|monday)),?\s+{YEAR}",
        re.IGNORECASE,
    ),
)
BIRTH_WORDS = r"(?:d\.?\s?o\.?\s?b\.?|date of birth|born|birth ?date|birthday|b\.)"
BIRTH = re.compile(rf"\b{BIRTH_WORDS}\W{{0,4}}(?:\w+\W+){{0,3}}$", re.IGNORECASE)
# In figures alone, or less than a day: only beside a word of birth.
LABELLED_BIRTH = re.compile(
    rf"\b{BIRTH_WORDS}\W{{0,4}}(?:(?:is|was|on|in|:)\s)*"
    rf"(?P<date>\d{{2}}[ .]?\d{{2}}[ .]?(?:{YEAR}|\d{{2}})\b|{DAY}[ ]{NUMBER}[ ](?:{YEAR}|\d{{2}})\b|{MONTH}\.?,?\s+(?:of\s+)?{YEAR})",
    re.IGNORECASE,
)
CITED = re.compile(
    r"\b(?:accessed|retrieved|published|viewed|available from|last updated|in force|came into force|royal assent|updated|"
    r"version of|policy of|guidance of)\W{0,4}(?:on\s+|since\s+|from\s+)?$",
    re.IGNORECASE,
)
LOOK_BACK = 45

WHY_BIRTH = "A date of birth, with little else, names one person. Write an age band."
WHY_DATE = "An exact date can be matched with other records. Write it as “day 12” or “in the second month”."


def find(text: str) -> Iterator[Finding]:
    yield from (from_match("date_of_birth", match, WHY_BIRTH, "date") for match in LABELLED_BIRTH.finditer(text))
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - LOOK_BACK) : match.start()]
            if BIRTH.search(before):
                yield from_match("date_of_birth", match, WHY_BIRTH)
            elif not CITED.search(before):
                yield from_match("exact_date", match, WHY_DATE)
