"""CSV files that we hand out: the template, and the rows that failed."""

import csv
import io

from courses.delivery.rosters.columns import COLUMNS
from courses.delivery.rosters.rows import Row
from cpd.documents.tables import BOM, safe


def write_template() -> bytes:
    """The headings and one row that shows how to fill them in."""
    return _csv([[column.key for column in COLUMNS], [column.example for column in COLUMNS]])


def write_failed(headings: list[str], rows: list[Row]) -> bytes:
    """The failed rows as they were, with what is wrong with each; safe to open in a spreadsheet."""
    width = len(headings)
    lines = [["row", *headings, "problems"]]
    for row in rows:
        cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
        over = row.cells[width:]
        problems = " ".join(f"{problem.column}: {problem.text}".removeprefix(": ") for problem in row.problems)
        lines.append([str(row.number), *cells, problems, *over])
    return _csv(lines)


def _csv(lines: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([safe(cell) for cell in line] for line in lines)
    return (BOM + out.getvalue()).encode()
