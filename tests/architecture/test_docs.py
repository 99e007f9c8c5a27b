"""What the documents name is there: files, tests, constraints, and the pages they link to."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
FILE = re.compile(r"`((?:\w+/)+[\w.-]*\.(?:py|js|css|md|html|toml|yml))`")
TEST = re.compile(r"`(test_\w+?)(?:_…)?`")
CONSTRAINT = re.compile(r"`([a-z]+(?:_[a-z]+){2,})`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
LIMITS = {"README.md": 120, **{f"docs/decisions/{path.name}": 60 for path in (ROOT / "docs/decisions").glob("*.md")}}
PARTS = ("## Context", "## Decision", "## Consequences", "## Rejected")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def sources() -> str:
    folders = ("cpd", "courses", "assessments", "tests")
    return "\n".join(
        path.read_text()
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    )


def is_there(path: str) -> bool:
    """From the root, or short for a file of one of the features."""
    return any((ROOT / folder / path).exists() for folder in ("", "cpd", "courses", "assessments"))


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_every_file_that_is_named_exists(path):
    assert [file for file in FILE.findall(path.read_text()) if not is_there(file)] == []


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_every_link_leads_somewhere(path):
    assert [link for link in LINK.findall(path.read_text()) if not (path.parent / link).exists()] == []


def test_every_test_and_constraint_that_is_named_exists():
    code, lost = sources(), []
    for path in DOCS:
        text = path.read_text()
        named = [*TEST.findall(text), *CONSTRAINT.findall(text)]
        lost += [f"{name(path)}: {word}" for word in named if word not in code]

    assert lost == []


@pytest.mark.parametrize("path", [path for path in DOCS if name(path) in LIMITS], ids=name)
def test_a_document_is_short(path):
    assert len(path.read_text().splitlines()) <= LIMITS[name(path)]


@pytest.mark.parametrize("path", sorted((ROOT / "docs/decisions").glob("*.md")), ids=name)
def test_a_decision_says_why_and_what_was_rejected(path):
    text = path.read_text()

    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert [part for part in PARTS if part not in text] == []


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("*.md"))

    assert numbers == list(range(1, len(numbers) + 1))
