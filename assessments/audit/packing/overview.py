"""The overview of a pack for a person: one set of facts, as a page that stands alone and as a PDF."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from assessments.boards.states import Result
from assessments.certificates.states import AwardState

SHEET = Path(__file__).parent / "pack.css"
# What stands in the pack, for whoever opens it years later.
FILES = (
    (
        "decisions.json",
        "Each candidate: submissions, every mark with its verdicts, decisions, award, digests of certificates",
    ),
    ("criteria.json", "The edition of the criteria by which they were judged"),
    ("agreement.json", "The agreement, edition by edition, and the numbers of its rules"),
    ("sampling.json", "Each draw: rule, seed, the marks it was drawn from, who is in and out and why"),
    ("boards.json", "Extract of each meeting: seats, quorum, papers, results"),
    (
        "submissions/",
        "What each submission was sealed into: a salted digest of each item; its SHA-256 is in the record",
    ),
    ("history/", "The entries of the record about all this, and the hashes that lead from them to its checkpoint"),
    ("checkpoint", "The signed state of the record, with the co-signatures of those who watch it"),
    ("growth/", "That the record continues the one of each earlier pack of this university"),
    ("keys.json, did.json", "The public keys; compare them with what you have by another way"),
    ("manifest.json, manifest.jwt", "The length and SHA-256 of every file, and our signature over that list"),
    ("verify.py", "Checks all of it: Python 3.9 or newer and the package cryptography, no network"),
)
WITH_EVIDENCE = (
    "evidence/, evidence.json",
    "The items as they were assessed, under our labels, and the salts of their digests",
)


@dataclass(frozen=True)
class Overview:
    title: str
    number: str
    made_at: datetime
    facts: list[tuple[str, str]]
    rows: list[list[str]]
    line: str
    fingerprints: list[str]
    has_evidence: bool

    @property
    def files(self) -> list[tuple[str, str]]:
        return [*FILES, *([WITH_EVIDENCE] if self.has_evidence else [])]

    @property
    def command(self) -> str:
        return "python3 verify.py pack.zip --keys keys-from-elsewhere.json --since what-you-took-home.txt"


HEADINGS = ["Candidate", "Module", "Attempts", "Marks", "Result", "Award", "Certificates"]


def rows_of(decisions: dict) -> list[list[str]]:
    """A line for each candidate, in the words of the service."""
    return [
        [
            one["candidate"],
            f"{one['module']} version {one['version']}",
            str(max((row["attempt"] for row in one["submissions"]), default=0)),
            str(len(one["marks"])),
            str(Result(one["decisions"][-1]["result"]).label) if one["decisions"] else "Not decided",
            f"{AwardState(one['award']['state']).label}, {one['award']['awarded_on']}" if one["award"] else "None",
            str(len(one["certificates"])),
        ]
        for one in decisions["candidates"]
    ]


def write_page(overview: Overview) -> bytes:
    """A page that needs nothing beside it: no script, no picture, its style inside."""
    context = {
        "overview": overview,
        "headings": HEADINGS,
        "service": settings.CPD_SERVICE_NAME,
        "sheet": format_html("<style>{}</style>", mark_safe(SHEET.read_text())),  # noqa: S308 - a file of ours
    }
    return render_to_string("assessments/audit/pack/index.html", context).encode()
