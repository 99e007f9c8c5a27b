"""Counts by row and column, hidden together where they stand in one sum."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from assessments.audit.outcomes.hiding import hide
from assessments.moderation.agreement import LEAST

HIDDEN = "not shown"
ALL = ("all",)


class Cells:
    """Counts by row and column, with small ones hidden along every line from which they could be worked out."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = columns
        self.counts: dict[tuple, Counter] = defaultdict(Counter)
        self.families: list[tuple[tuple, list[tuple]]] = []

    def add(self, row: tuple, column: str, number: int) -> None:
        self.counts[row][column] += number
        self.counts[row]["total"] += number

    def sums(self, parent: tuple, children: Iterable[tuple]) -> None:
        """`parent` is the sum of `children`, column by column."""
        self.families.append((parent, list(children)))

    def hide(self) -> None:
        every = ["total", *self.columns]
        cells = {(row, column): counts[column] for row, counts in list(self.counts.items()) for column in every}
        lines = [[(row, column) for column in every] for row in list(self.counts)]
        for parent, children in self.families:
            lines += [[(row, column) for row in [parent, *children]] for column in every]
        self.hidden = hide(cells, lines)

    def get(self, row: tuple, column: str) -> int | str:
        return HIDDEN if (row, column) in self.hidden else self.counts[row][column]

    def row(self, row: tuple) -> list[int | str]:
        return [self.get(row, column) for column in ["total", *self.columns]]

    def share(self, row: tuple, column: str) -> float | str | None:
        """A share of few says more of chance than of people."""
        number, total = self.get(row, column), self.get(row, "total")
        if isinstance(number, str) or isinstance(total, str):
            return HIDDEN
        if total == 0:
            return None
        return number / total if total >= LEAST else f"fewer than {LEAST}"
