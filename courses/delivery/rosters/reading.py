"""From the bytes of a file to the cells of a table, or to one sentence that says why not."""

import csv
import io
from dataclasses import dataclass

from courses.delivery.rosters.columns import BY_HEADING, plain

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 10_000
DELIMITERS = ",;\t|"
BINARY = {
    b"PK\x03\x04": "an Excel or OpenDocument workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a text document",
    b"<!DO": "a web page",
    b"<htm": "a web page",
}
SAVE_AS = "Open it in your spreadsheet program, choose “Save as”, then “CSV UTF-8”, and upload that file."


class RosterError(Exception):
    """The file as a whole cannot be read; says why and what to do."""


@dataclass(frozen=True)
class Table:
    """`rows` are (number as a spreadsheet counts, cells); `charset` is how the bytes were read."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    charset: str
    delimiter: str


def read_table(data: bytes) -> Table:
    """The heading and the rows that are not blank. Raises RosterError when the file is no such table."""
    if len(data) > MAX_BYTES:
        size = MAX_BYTES // (1024 * 1024)
        raise RosterError(f"The file is larger than {size} MB. Split it into smaller files; nothing was saved.")
    text, charset = _decode(data)
    separator = ""
    if text[:4].lower() == "sep=" and len(text) > 4:
        separator, text = text[4], text.partition("\n")[2]
    if not any(line.strip("\ufeff \t,;|\x00") for line in text.splitlines()):
        raise RosterError("The file is empty. Download the template, fill in one row for each learner, and upload it.")
    delimiter = separator or _delimiter(text)
    rows = _records(text, delimiter, first=2 if separator else 1)
    headings = [cell.strip() for cell in rows[0][1]]
    if not any(plain(heading) in BY_HEADING for heading in headings):
        raise RosterError(
            "The first row does not hold the names of the columns. Put them there, as in the template: "
            "email, given_names, family_name, certificate_name, employer."
        )
    if len(rows) == 1:
        raise RosterError("The file has headings and no rows. Fill in one row for each learner, and upload it again.")
    return Table(headings, rows[1:], charset, delimiter)


def _decode(data: bytes) -> tuple[str, str]:
    first = data[:64].lstrip().upper()
    for start, what in BINARY.items():
        if first.startswith(start.upper()):
            raise RosterError(f"This is {what}, not a CSV file. {SAVE_AS}")
    charset = _charset(data)
    for attempt in [charset] if charset else ["utf-8", "cp1252"]:
        try:
            return data.decode(attempt), attempt
        except UnicodeDecodeError:
            continue
    raise RosterError(f"The letters in this file cannot be read: its character set is unknown. {SAVE_AS}")


def _charset(data: bytes) -> str:
    """What the first bytes say, or "" when they say nothing."""
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = data[:400]
    if len(start) >= 8:
        if start[1::2].count(0) > len(start) * 0.3 and not start[::2].count(0):
            return "utf-16-le"
        if start[::2].count(0) > len(start) * 0.3 and not start[1::2].count(0):
            return "utf-16-be"
    return ""


def _delimiter(text: str) -> str:
    """The sign that gives the first line with anything in it the most headings we know."""
    line = next(line for line in text.splitlines() if line.strip(",;|\t \x00"))

    def known(sign: str) -> int:
        return sum(plain(cell) in BY_HEADING for cell in line.split(sign))

    return max(DELIMITERS, key=known)


def _records(text: str, delimiter: str, *, first: int) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    number = first - 1
    try:
        for cells in reader:
            number += 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(rows) > MAX_ROWS:
                raise RosterError(
                    f"The file has more than {MAX_ROWS:,} rows. Split it into smaller files; nothing was saved."
                )
            rows.append((number, cells))
    except csv.Error as error:
        if "field limit" in str(error):
            raise RosterError(
                f"Row {number + 1} holds a value of more than {csv.field_size_limit():,} characters, so a quotation mark "
                "was probably left open. Correct that row and upload the file again."
            ) from error
        raise RosterError(
            f"Row {number + 1} cannot be read: a quotation mark is opened and not closed, or stands in the middle "
            "of a value. Correct that row and upload the file again."
        ) from error
    return rows
