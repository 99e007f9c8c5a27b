"""One table, and the ways in which it leaves the house: on a page, as CSV, XLSX, PDF and JSON, each from the same rows.

The same table gives the same bytes. A cell is None where there is nothing, and a text in a column of numbers says why there
is no number, for instance that there are too few to show.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from cpd.documents.pdf import Sheet
from cpd.documents.pdf.text import longest_word

# Excel takes a file for UTF-8 only when it begins with this.
BOM = "\ufeff"
# What a spreadsheet takes for a formula, and the same signs at full width.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
LONGEST_CELL = 32_767
CUT = " … (cut here; the CSV has all of it)"
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WIDEST_COLUMN = 60
# Between two columns on paper, in letters.
GAP = 4
# With more columns than this a sheet of paper is turned.
UPRIGHT = 5

type Cell = str | int | float | Decimal | date | datetime | bool | None


class Kind(Enum):
    """What a column holds, and how it reads on a page."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    # A fraction: 0.455 is read as 45.5%.
    SHARE = "share"
    DAY = "day"
    MOMENT = "moment"

    @property
    def is_number(self) -> bool:
        return self in (Kind.COUNT, Kind.NUMBER, Kind.SHARE)


@dataclass(frozen=True)
class Column:
    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Shown:
    """One cell as a page shows it."""

    text: str
    is_number: bool


@dataclass(frozen=True)
class Table:
    """Rows under columns, with what a reader needs to know of them.

    `name` is the neutral name of its files, without an ending: it names no person, module or result. `rows` may be given
    out one by one; then the table can be written once.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    as_at: datetime
    note: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} names no file: use small letters, digits and hyphens.")

    @property
    def endings(self) -> tuple[str, ...]:
        """The files that it can be had as."""
        return tuple(WRITERS)

    @cached_property
    def shown(self) -> list[list[Shown]]:
        """The rows as they read on a page; the first cell of each is its heading."""
        return [
            [
                Shown(say(cell, column.kind), column.kind.is_number)
                for column, cell in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = cell.replace("\x00", "")
    return f"'{text}" if text.lstrip(" \u00a0").startswith(RISKY) or text.startswith(RISKY) else text


def say(cell: Cell, kind: Kind) -> str:
    """A cell in words, as on a page and in a PDF."""
    match cell:
        case None:
            return "–"
        case bool():
            return "Yes" if cell else "No"
        case str():
            return cell
        case datetime():
            return date_format(_local(cell), "j F Y, H:i")
        case date():
            return date_format(cell, "j F Y")
    if kind is Kind.SHARE:
        return f"{_plain(Decimal(str(round(100 * cell, 1))))}%"
    return f"{cell:,}" if kind is Kind.COUNT else _plain(cell)


def stream_csv(table: Table) -> Iterator[bytes]:
    """The heading and the rows, each as soon as it is known; dates as ISO 8601, shares as fractions."""
    yield (BOM + _line([column.title for column in table.columns])).encode()
    for row in table.rows:
        yield _line([_bare(cell) for _, cell in zip(table.columns, row, strict=True)]).encode()


def write_csv(table: Table) -> bytes:
    return b"".join(stream_csv(table))


def write_json(table: Table) -> bytes:
    """Everything about the table; numbers as numbers, dates as ISO 8601, decimals as texts, so that none is bent."""
    columns = [{"title": column.title, "kind": column.kind.value} for column in table.columns]
    rows = [[_value(cell) for _, cell in zip(table.columns, row, strict=True)] for row in table.rows]
    data = {
        "format": "cpd-table@v1",
        "title": table.title,
        "note": table.note,
        "source": table.source,
        "as_at": table.as_at.astimezone(UTC).isoformat(timespec="seconds"),
        "columns": columns,
        "rows": rows,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def write_xlsx(table: Table) -> bytes:
    """A workbook with the table and a sheet that says what it is; no text becomes a formula or a link."""
    out = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, {"in_memory": True, "remove_timezone": True, **never}) as book:
        # Otherwise the file would say when, and by which machine, it was made.
        book.set_properties({"author": "", "created": table.as_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        formats = {
            Kind.SHARE: book.add_format({"num_format": "0.0%"}),
            Kind.DAY: book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            Kind.MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
        }
        sheet = book.add_worksheet("Table")
        widths = [len(column.title) for column in table.columns]
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, safe(column.title), bold)
        number = 0
        for number, row in enumerate(table.rows, start=1):
            for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
                _write_cell(sheet, number, place, cell, formats.get(column.kind))
                widths[place] = max(widths[place], len(say(cell, column.kind)))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(width, WIDEST_COLUMN) + 2)
        sheet.freeze_panes(1, 0)
        if number:
            sheet.autofilter(0, 0, number, len(table.columns) - 1)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 14)
        about.set_column(1, 1, 100, book.add_format({"text_wrap": True, "valign": "top"}))
        for place, (words, value) in enumerate(_about(table)):
            about.write_string(place, 0, words, bold)
            about.write_string(place, 1, safe(value))
    return out.getvalue()


def write_pdf(table: Table) -> bytes:
    """The table on sheets of paper, tagged, with its headings repeated on every page."""
    sheet = Sheet(
        table.title,
        author=settings.CPD_SERVICE_NAME,
        made_at=table.as_at,
        foot=f"{table.source or settings.CPD_SERVICE_NAME}. As at {say(table.as_at, Kind.MOMENT)}.",
        is_wide=len(table.columns) > UPRIGHT,
    )
    sheet.say(table.title, tag="H1", font=sheet.BOLD, size=18)
    sheet.gap(3)
    add_to_sheet(table, sheet)
    return sheet.document.write()


def add_to_sheet(table: Table, sheet: Sheet) -> None:
    """The note and the rows of a table, within a document that says other things too."""
    if table.note:
        sheet.say(table.note, size=9.5, colour=sheet.SOFT)
        sheet.gap(2)
    rows = [[cell.text for cell in row] for row in table.shown]
    headings = [column.title for column in table.columns]
    if not rows:
        sheet.say("There is nothing to list.")
        return
    sheet.table(
        headings,
        _shares([headings, *rows]),
        rows,
        right=[column.kind.is_number for column in table.columns],
    )


WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "pdf": write_pdf, "json": write_json}
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json",
}


def _shares(lines: list[list[str]]) -> list[float]:
    """How wide each column should be: as its texts are long, but never narrower than its longest word and the gap beside."""
    wants = []
    for column in zip(*lines, strict=True):
        lengths = [len(text) for text in column]
        usual = sum(lengths) / len(lengths)
        wants.append(max(longest_word(column), min(usual * 1.3, 40 + usual**0.5)) + GAP)
    return [want / sum(wants) for want in wants]


def _about(table: Table) -> list[tuple[str, str]]:
    rows = [("Title", table.title), ("As at", say(table.as_at, Kind.MOMENT)), ("Source", table.source)]
    return [(words, value) for words, value in (*rows, ("Note", table.note)) if value]


def _write_cell(sheet: Worksheet, row: int, place: int, cell: Cell, shape: Any) -> None:
    match cell:
        case None:
            return
        case bool():
            sheet.write_string(row, place, say(cell, Kind.TEXT))
        case str():
            text = safe(cell)
            sheet.write_string(row, place, text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT)
        case datetime():
            sheet.write_datetime(row, place, _local(cell).replace(tzinfo=None), shape)
        case date():
            sheet.write_datetime(row, place, cell, shape)
        case _:
            sheet.write_number(row, place, cell, shape)


def _line(cells: list[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(safe(cell) if isinstance(cell, str) else cell for cell in cells)
    return out.getvalue()


def _bare(cell: Cell) -> Any:
    """A value for CSV: what is a number stays one, so that a minus is not taken for a formula."""
    match cell:
        case None:
            return ""
        case bool():
            return say(cell, Kind.TEXT)
        case datetime():
            return _local(cell).isoformat(timespec="seconds")
        case date():
            return cell.isoformat()
        case float():
            return round(cell, 4)
    return cell


def _value(cell: Cell) -> Any:
    match cell:
        case datetime():
            return _local(cell).isoformat(timespec="seconds")
        case date():
            return cell.isoformat()
        case Decimal():
            return str(cell)
        case float():
            return round(cell, 4)
    return cell


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _plain(number: int | float | Decimal) -> str:
    """62.5, not 62.50."""
    text = f"{number:,.2f}" if isinstance(number, float) else f"{number:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text
