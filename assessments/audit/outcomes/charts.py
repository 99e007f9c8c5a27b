"""Bars as a server draws them: each named and with its number beside it, widths in per cent so that a phone keeps the type.

`templates/assessments/audit/chart.html` writes them as SVG without a style of their own; the table beside says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

ROW, BAR = 46, 14


@dataclass(frozen=True)
class Bar:
    """One line of a chart: what it is of, what it comes to in words, and how long it is (0 to 1; None: not shown).

    `low` and `high` are the ends of a thin line: the interval of a share, or how far most of something reaches.
    """

    label: str
    words: str
    length: float | None
    low: float | None = None
    high: float | None = None

    @property
    def width(self) -> str:
        return _percent(self.length or 0)

    @property
    def has_reach(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def reach_from(self) -> str:
        return _percent(self.low or 0)

    @property
    def reach_width(self) -> str:
        return _percent((self.high or 0) - (self.low or 0))


@dataclass(frozen=True)
class Placed:
    """A bar with the heights at which its parts are drawn."""

    bar: Bar
    text: int
    top: int
    middle: int


@dataclass(frozen=True)
class Chart:
    name: str
    title: str
    bars: Sequence[Bar]
    # Where something should be, and in words.
    target: float | None = None
    target_words: str = ""

    @property
    def says(self) -> str:
        """What is drawn, in a sentence for whoever does not see it."""
        told = "; ".join(f"{bar.label}: {bar.words}" for bar in self.bars)
        return f"{told}. The table has the same numbers."

    @property
    def placed(self) -> list[Placed]:
        return [
            Placed(bar, place * ROW + 16, place * ROW + 23, place * ROW + 23 + BAR // 2)
            for place, bar in enumerate(self.bars)
        ]

    @property
    def height(self) -> int:
        return len(self.bars) * ROW

    @property
    def bar_height(self) -> int:
        return BAR

    @property
    def target_at(self) -> str:
        return _percent(self.target or 0)


def _percent(share: float) -> str:
    return f"{100 * min(max(share, 0), 1):.2f}%"
