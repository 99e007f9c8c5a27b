"""What a version of a module says, as plain values: the same whether read from a package or from the database.

Importing, exporting, comparing and telling a changed package from the same one all work on these.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class CriterionContent:
    number: str
    text: str
    guidance: str


@dataclass(frozen=True)
class OutcomeContent:
    number: str
    title: str
    text: str
    criteria: tuple[CriterionContent, ...]


@dataclass(frozen=True)
class TaskContent:
    key: str
    title: str
    brief: str
    words: int | None
    pages: int | None
    modes: tuple[str, ...]
    criteria: tuple[str, ...]
    completion: str
    # What it touches, in a line; and another way to show the same criteria.
    note: str = ""
    instead: str = ""


@dataclass(frozen=True)
class OptionContent:
    text: str
    is_right: bool
    feedback: str


@dataclass(frozen=True)
class CheckContent:
    key: str
    question: str
    choose_all: bool
    options: tuple[OptionContent, ...]


@dataclass(frozen=True)
class PromptContent:
    key: str
    prompt: str


@dataclass(frozen=True)
class LessonContent:
    slug: str
    title: str
    covers: str
    minutes: int
    criteria: tuple[str, ...]
    prompts: tuple[PromptContent, ...]
    checks: tuple[CheckContent, ...]
    care: str
    body: str


@dataclass(frozen=True)
class CaseContent:
    title: str
    body: str


@dataclass(frozen=True)
class SourceContent:
    text: str
    address: str


@dataclass(frozen=True)
class ModuleContent:
    """Everything a package holds. Credit and CPD hours are decimal numbers without trailing noughts, as text."""

    code: str
    title: str
    summary: str
    aims: str
    for_whom: str
    level_framework: str
    level: str
    credit_scheme: str
    credit: str
    equivalent_scheme: str
    equivalent_credit: str
    notional_hours: int
    taught_hours: int
    guided_hours: int
    portfolio_hours: int
    reading_hours: int
    cpd_hours: str
    scheme: str
    refresh_after_months: int
    review_due: date | None
    outcomes: tuple[OutcomeContent, ...]
    tasks: tuple[TaskContent, ...]
    lessons: tuple[LessonContent, ...]
    cases: tuple[CaseContent, ...]
    sources: tuple[SourceContent, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over everything said; comments, order of fields and line ends in the files do not matter."""
        said = asdict(self)
        for task in said["tasks"]:
            # Packages from before these two existed keep their digest.
            for name in [name for name in ("note", "instead") if not task[name]]:
                del task[name]
        plain = json.dumps(said, default=str, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()


def plain(number: Decimal) -> str:
    """10 for 10.00 and 2.5 for 2.50."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
