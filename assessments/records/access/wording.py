"""What a person reads of her copy, on the page and in the document alike: without ids, and with times as one says them."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from assessments.records.access.compiling import Copy, Table
from cpd.accounts.templatetags.words import day, when

ID = re.compile(r"\s*\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.+Z-]*")
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def tables_to_read(copy: Copy) -> Iterator[tuple[Table, list[list[tuple[str, str]]]]]:
    """Each table with the rows that say something; the data beside it has every value."""
    for table in copy.tables:
        rows = [_row(row) for row in table.rows]
        if rows := [row for row in rows if row]:
            yield table, rows


def entries_to_read(copy: Copy) -> list[str]:
    return [f"{_say(entry['at'])}: {entry['words']}, by {entry['by']}" for entry in copy.entries]


def _row(row: dict[str, Any]) -> list[tuple[str, str]]:
    said = [(name[:1].upper() + name[1:], _say(value)) for name, value in row.items()]
    return [(name, words) for name, words in said if words]


def _say(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{name} {_say(part)}" for name, part in value.items())
    words = str(value)
    if TIME.fullmatch(words):
        return when(datetime.fromisoformat(words))
    if DATE.fullmatch(words):
        return day(date.fromisoformat(words))
    return ID.sub("", words).strip()
