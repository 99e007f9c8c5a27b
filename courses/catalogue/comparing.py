"""How two versions of a module differ, part by part, so that a second person sees what she agrees to."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from difflib import unified_diff

from courses.catalogue.contents import ModuleContent

# These change what a learner is judged by, or what the award is worth: new enrolments only, and said first.
WEIGHTY = {
    "level_framework": "Level framework",
    "level": "Level",
    "credit_scheme": "Credit scheme",
    "credit": "Credit",
    "equivalent_scheme": "Equivalent credit scheme",
    "equivalent_credit": "Equivalent credit",
    "scheme": "How it is judged",
}
FACTS = WEIGHTY | {
    "title": "Title",
    "summary": "Summary",
    "aims": "Aims",
    "for_whom": "Who it is for",
    "notional_hours": "Hours of study",
    "taught_hours": "Taught hours",
    "guided_hours": "Guided hours",
    "portfolio_hours": "Portfolio hours",
    "reading_hours": "Reading hours",
    "cpd_hours": "CPD hours",
    "refresh_after_months": "Refresh after months",
    "review_due": "Review due",
}


@dataclass(frozen=True)
class Change:
    """One part that differs: what was done to it, and its text before and after, line by line."""

    part: str
    name: str
    kind: str
    lines: tuple[tuple[str, str], ...] = ()
    is_weighty: bool = False


def compare(before: ModuleContent, after: ModuleContent) -> list[Change]:
    """Every difference, what weighs most first; an empty list when both say the same."""
    changes = [
        Change("Overview", words, "changed", _lines(str(old), str(new)), name in WEIGHTY)
        for name, words in FACTS.items()
        if (old := getattr(before, name)) != (new := getattr(after, name))
    ]
    changes += _differences("Outcome", _outcomes(before), _outcomes(after), is_weighty=True)
    changes += _differences("Criterion", _criteria(before), _criteria(after), is_weighty=True)
    changes += _differences("Task", _by(before.tasks, "key"), _by(after.tasks, "key"), is_weighty=True)
    changes += _differences("Lesson", _by(before.lessons, "slug"), _by(after.lessons, "slug"))
    changes += _differences("Case", _by(before.cases, "title"), _by(after.cases, "title"))
    changes += _differences("Source", _by(before.sources, "text"), _by(after.sources, "text"))
    if not changes and before != after:
        changes.append(Change("Overview", "Order", "changed"))
    return sorted(changes, key=lambda change: not change.is_weighty)


def _differences(part: str, before: dict[str, object], after: dict[str, object], *, is_weighty=False) -> list[Change]:
    changes = []
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        kind = "added" if old is None else "taken out" if new is None else "changed"
        title = getattr(new or old, "title", "") or getattr(new or old, "text", "")
        label = name if title in ("", name) else f"{name} {title}"
        changes.append(Change(part, label, kind, _lines(_written(old), _written(new)), is_weighty))
    return changes


def _by(rows: Iterable[object], key: str) -> dict[str, object]:
    return {getattr(row, key): row for row in rows}


def _outcomes(content: ModuleContent) -> dict[str, object]:
    """Outcomes without their criteria, which are compared by themselves."""
    return {row.number: _Outcome(row.number, row.title, row.text) for row in content.outcomes}


@dataclass(frozen=True)
class _Outcome:
    number: str
    title: str
    text: str


def _criteria(content: ModuleContent) -> dict[str, object]:
    return {row.number: row for outcome in content.outcomes for row in outcome.criteria}


def _written(row: object | None) -> str:
    """A row as lines of text, each field under its name."""
    return "" if row is None else "\n".join(_field("", asdict(row)))


def _field(name: str, value: object) -> list[str]:
    if isinstance(value, dict):
        return [line for key, part in value.items() for line in _field(key.replace("_", " "), part)]
    if isinstance(value, tuple) and value and isinstance(value[0], dict):
        return [line for row in value for line in _field(name, row)]
    if isinstance(value, tuple):
        value = ", ".join(value)
    if isinstance(value, str) and "\n" in value:
        return value.splitlines()
    return [f"{name}: {value}"] if value not in ("", None) else []


def _lines(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """The lines that went ("−") and came ("+"), without what stands around them."""
    difference = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[2:]
    kinds = {"-": "before", "+": "after"}
    return tuple((kinds[line[0]], line[1:]) for line in difference if line[0] in kinds and line[1:].strip())
