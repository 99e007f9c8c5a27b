"""Every rule with a number is kept by code that names it, and by a test that names it."""

import re
from pathlib import Path

import pytest

from courses.accreditation.rulesets import list_numbers

ROOT = Path(__file__).resolve().parent.parent.parent
# Rules whose numbers are data, read from the table that holds them.
NUMBERED = {item.metadata["rule"] for item in list_numbers()}
# Rules without a number that an agreement could change.
FIXED = {"SAM-9", "MRK-3", "MRK-4", "MRK-5", "MRK-7", "LAT-2", "EXT-3", "ANO-2", "APL-2", "COI-1"}
# What a university does on its own side, or keeps on paper; each with what the product does about it.
ELSEWHERE = {
    "EE-3": "the examiner declares her independence when she opens a visit",
    "EE-7": "her report has two parts",
    "EE-8": "she may write past us",
}
RULES = sorted(NUMBERED | FIXED)


def found_in(*folders: str) -> dict[str, list[str]]:
    """Rule by rule, the files that name it: as SAM-1 in a sentence, or as sam_1 in a name."""
    texts = {
        path: path.read_text()
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if path != Path(__file__) and "migrations" not in path.parts
    }
    return {
        rule: [path.name for path, text in texts.items() if re.search(_sign(rule), text, re.IGNORECASE)]
        for rule in RULES
    }


def _sign(rule: str) -> str:
    letters, number = rule.split("-")
    return rf"(?<![a-z]){letters}[-_]{number}(?![0-9])"


TESTED, KEPT = found_in("tests"), found_in("cpd", "courses", "assessments")


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_named_in_a_test(rule):
    assert TESTED[rule], f"no test names {rule}"


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_named_where_it_is_kept(rule):
    kept = [name for name in KEPT[rule] if name != "rulesets.py"]

    assert kept, f"{rule} is a number that no code reads"


def test_no_rule_is_in_two_lists():
    assert not (NUMBERED & FIXED)
    assert not ((NUMBERED | FIXED) & set(ELSEWHERE))
