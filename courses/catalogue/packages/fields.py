"""Taking values out of a YAML mapping, with a sentence and a line for each that is missing or wrong."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from courses.catalogue.contents import plain
from courses.catalogue.packages.lines import Line
from courses.catalogue.packages.problems import Problem

# Neither database stores a NUL, and no text needs the others.
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
KEY = re.compile(r"[A-Za-z0-9_-]{1,8}")


class Fields:
    """One mapping of one file. Remembers which keys were asked for, so that a misspelt one is noticed."""

    def __init__(self, file: str, row: Line, problems: list[Problem]) -> None:
        self.file = file
        self.row = row
        self.problems = problems
        self.asked: list[str] = []
        for key in row.doubled:
            self.problem(f"“{key}” stands twice here; keep one.", key)

    def line(self, key: str) -> int:
        return self.row.lines.get(key, self.row.line)

    def problem(self, text: str, key: str = "") -> None:
        self.problems.append(Problem(self.file, self.line(key), text))

    def has(self, key: str) -> bool:
        self.asked.append(key)
        return self.row.get(key) is not None

    def words(self, key: str, *, most: int | None = None, required: bool = True) -> str:
        if not self.has(key) and not required:
            return ""
        value = self.row.get(key)
        if isinstance(value, int | float | date) and not isinstance(value, bool):
            self.problem(f"“{key}” should be text: put {value} in quotation marks.", key)
        elif not isinstance(value, str) or not value.strip():
            self.problem(f"“{key}” is missing or is not text.", key)
        elif UNREADABLE.search(value):
            self.problem(f"“{key}” holds a character that cannot be shown. Type it again.", key)
        elif most is not None and len(value.strip()) > most:
            self.problem(f"“{key}” has {len(value.strip())} characters; at most {most} fit.", key)
        else:
            return value.strip()
        return ""

    def key(self, key: str, *, reserved: str = "") -> str:
        """A short name that stands in addresses."""
        value = self.words(key)
        if value and (not KEY.fullmatch(value) or value == reserved):
            self.problem(f"“{key}” should be 1 to 8 letters, digits or hyphens, such as q1.", key)
        return value

    def whole(self, key: str, *, low: int = 0, high: int = 10_000, default: int | None = None) -> int:
        if not self.has(key) and default is not None:
            return default
        return self.whole_or_none(key, low=low, high=high, required=True) or low

    def whole_or_none(self, key: str, *, low: int = 1, high: int = 100_000, required: bool = False) -> int | None:
        if not self.has(key) and not required:
            return None
        value = self.row.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.problem(f"“{key}” should be a whole number from {low} to {high}.", key)
        return None

    def amount(self, key: str) -> str:
        """A decimal number with at most two places, as text without trailing noughts."""
        self.asked.append(key)
        value = self.row.get(key)
        try:
            number = Decimal(str(value).strip()) if isinstance(value, str | int | float) else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if isinstance(value, bool) or not number.is_finite() or not 0 <= number < 1000 or number != round(number, 2):
            self.problem(f"“{key}” should be a number such as 10 or 2.5.", key)
            return "0"
        return plain(number)

    def day(self, key: str) -> date | None:
        if not self.has(key):
            return None
        value = self.row[key]
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value.strip())
            except ValueError:
                value = None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.problem(f"“{key}” should be a date such as 2027-09-01.", key)
            return None
        return value

    def choice(self, key: str, allowed: Iterable[str]) -> str:
        self.asked.append(key)
        value = self.row.get(key)
        if value not in tuple(allowed):
            self.problem(f"“{key}” should be one of: {', '.join(sorted(allowed))}.", key)
            return ""
        return value

    def yes(self, key: str) -> bool:
        value = self.row.get(key)
        if self.has(key) and not isinstance(value, bool):
            self.problem(f"“{key}” should be true or false.", key)
        return value is True

    def names(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """A list of short texts; one that stands twice counts once."""
        if not self.has(key) and not required:
            return ()
        value = self.row.get(key)
        if not isinstance(value, list) or not value:
            self.problem(f"“{key}” should be a list with at least one entry.", key)
            return ()
        for name in value:
            if not isinstance(name, str):
                self.problem(
                    f"Put {name if isinstance(name, int | float) else 'each entry'} in “{key}” in quotation marks.", key
                )
        return tuple(dict.fromkeys(name.strip() for name in value if isinstance(name, str)))

    def part(self, key: str) -> "Fields":
        """The mapping under a key; when there is none that is one problem, and its fields make no others."""
        self.asked.append(key)
        value = self.row.get(key)
        if isinstance(value, Line):
            return Fields(self.file, value, self.problems)
        self.problem(f"“{key}” is missing or has no fields.", key)
        return Fields(self.file, Line(), [])

    def rows(self, key: str, *, required: bool = True) -> list["Fields"]:
        if not self.has(key) and not required:
            return []
        value = self.row.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(row, Line) for row in value):
            self.problem(f"“{key}” should be a list of entries.", key)
            return []
        return [Fields(self.file, row, self.problems) for row in value]

    def finish(self) -> None:
        """Name every field that nobody asked for."""
        for key in self.row:
            if key not in self.asked:
                close = get_close_matches(key, self.asked, n=1)
                hint = f" Is it meant to be “{close[0]}”?" if close else ""
                self.problem(f"“{key[:40]}” is no field here.{hint}", key)
