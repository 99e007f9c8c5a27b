"""Sheets of A4 that are filled from top to foot: headings, paragraphs, tables."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings

from cpd.documents.pdf.document import Document
from cpd.documents.pdf.scripts import is_shaped
from cpd.documents.pdf.text import break_up, wrap
from cpd.files.fonts import BOLD, REGULAR

MM = 72 / 25.4
# From one line of a table to the next.
STEP = 4.6 * MM
INK, SOFT, TEAL, LINE = "#26242c", "#57525c", "#17595f", "#d3c6b4"


class Sheet:
    """Writes from the top of a page to its foot, then goes on to the next."""

    BOLD, REGULAR = BOLD, REGULAR
    INK, SOFT, TEAL, LINE = INK, SOFT, TEAL, LINE

    def __init__(self, title: str, *, author: str, made_at: datetime, foot: str, is_wide: bool = False) -> None:
        short, long = 210 * MM, 297 * MM
        self.width, self.height = (long, short) if is_wide else (short, long)
        self.left, self.right = 22 * MM, self.width - 22 * MM
        self.document = Document(
            size=(self.width, self.height),
            title=title,
            author=author,
            subject=title,
            creator=settings.CPD_SERVICE_NAME,
            made_at=made_at,
        )
        self.foot = foot
        self._begin()

    def say(
        self,
        text: str,
        *,
        tag: str = "P",
        font: str = REGULAR,
        size: float = 10.5,
        colour: str = INK,
        is_english: bool = False,
    ) -> None:
        """A paragraph in any language, in as many lines as it needs; a word that is wider than the page is cut."""
        for part in _on_one_level(text).splitlines() or [""]:
            for line in break_up(part, font, size, self.right - self.left):
                self._need(size * 1.5)
                with self.document.tagged(tag, text=line if is_shaped(line) else ""):
                    self.document.text(
                        self.left, self.y, line, font=font, size=size, colour=colour, is_english=is_english
                    )
                self.y -= size * 1.45

    def gap(self, height: float) -> None:
        self.y -= height * MM

    def rule(self) -> None:
        with self.document.artifact():
            self.document.line(self.left, self.y, self.right, self.y, width=0.6, colour=LINE)
        self.y -= 7 * MM

    def table(
        self, headings: list[str], shares: list[float], rows: Iterable[list[str]], *, right: Sequence[bool] = ()
    ) -> None:
        """Rows under headings; each column has its share of the width, and a row is as high as its highest cell.

        The columns in `right` are ranged right. Where a page is full the headings stand again on the next; a row that is
        higher than a page goes on there too.
        """
        edges = [self.left + (self.right - self.left) * sum(shares[:place]) for place in range(len(shares))]
        widths = [(self.right - self.left) * share - 5 * MM for share in shares]
        sides = [bool(right and right[place]) for place in range(len(shares))]
        columns = list(zip(edges, widths, sides, strict=True))
        has_headings = any(headings)
        with self.document.group("Table"):
            if has_headings:
                self._row("TH", BOLD, columns, headings)
            for row in rows:
                self._row("TD", REGULAR, columns, row, headings if has_headings else None)

    def _row(self, tag: str, font: str, columns: list[tuple], cells: list[str], again: list[str] | None = None) -> None:
        lines = [
            [line for part in _on_one_level(cell).split("\n") for line in break_up(part, font, 9.5, width)]
            for cell, (_, width, _) in zip(cells, columns, strict=True)
        ]
        # As many lines as a page holds beside its headings, which are of three lines at most.
        most = int((self.height - 50 * MM) // STEP) - 4
        for first in range(0, max(1, *map(len, lines)), most):
            self._part(tag, font, columns, [cell[first : first + most] for cell in lines], again)

    def _part(
        self, tag: str, font: str, columns: list[tuple], lines: list[list[str]], again: list[str] | None = None
    ) -> None:
        height = max(1, *map(len, lines)) * STEP
        if self._need(height + 2 * MM) and again:
            self._repeat(columns, again)
        with self.document.group("TR"):
            for (x, width, is_right), cell in zip(columns, lines, strict=True):
                with self.document.tagged(tag, text=" ".join(cell) if any(map(is_shaped, cell)) else ""):
                    self._cell(x, width, cell, font, is_right=is_right)
        self.y -= height + 1.5 * MM

    def _repeat(self, columns: list[tuple], headings: list[str]) -> None:
        """The headings once more for the eye; whoever listens has heard them."""
        lines = [
            break_up(_on_one_level(cell), BOLD, 9.5, width)
            for cell, (_, width, _) in zip(headings, columns, strict=True)
        ]
        with self.document.artifact():
            for (x, width, is_right), cell in zip(columns, lines, strict=True):
                self._cell(x, width, cell, BOLD, is_right=is_right)
        self.y -= max(1, *map(len, lines)) * STEP + 1.5 * MM

    def _cell(self, x: float, width: float, lines: list[str], font: str, *, is_right: bool) -> None:
        for place, line in enumerate(lines):
            self.document.text(
                x + width if is_right else x,
                self.y - place * STEP,
                line,
                font=font,
                size=9.5,
                colour=INK,
                align="right" if is_right else "left",
                is_english=False,
            )

    def _need(self, height: float) -> bool:
        """Begin another page where this much does not fit; whether one was begun."""
        if self.y - height >= 26 * MM:
            return False
        self.document.next_page()
        self._begin()
        return True

    def _begin(self) -> None:
        with self.document.artifact():
            self.document.fill(0, self.height - 9 * MM, self.width, 9 * MM, colour=TEAL)
            for place, line in enumerate(wrap(_on_one_level(self.foot), REGULAR, 8, self.right - self.left)):
                self.document.text(self.left, 16 * MM - place * 4 * MM, line, font=REGULAR, size=8, colour=SOFT)
        self.y = self.height - 24 * MM


def _on_one_level(text: str) -> str:
    """The text without tabulators and carriage returns, which have no sign."""
    return text.replace("\t", " ").replace("\r", "")
