"""What is right and wrong with each row, said so that it can be put right."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from courses.delivery.rosters.columns import BY_HEADING, COLUMNS, EMPTY_WORDS, NATIONS, OURS, Column, plain
from courses.delivery.rosters.reading import RosterError, Table, read_table
from courses.delivery.rosters.rows import Roster, Row

FORMULA = re.compile(r"^['’]?[=+\-@\t\r]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffd]")
GARBLED = re.compile(r"Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")
ADDRESS = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
LETTER = re.compile(r"[^\W\d_]")


def read_roster(data: bytes) -> Roster:
    """Every row with its values and problems. Raises RosterError when the file as a whole cannot be used."""
    table = read_table(data)
    places, notes = _places(table)
    rows = [_row(number, cells, table, places) for number, cells in table.rows]
    _mark_repeats(rows)
    if table.charset == "cp1252":
        notes.append(
            "The file was read in the character set Windows-1252. Look at names with accents; if one is wrong, "
            "save the file as “CSV UTF-8” and upload it again."
        )
    return Roster(table.headings, rows, notes)


def _places(table: Table) -> tuple[dict[int, Column], list[str]]:
    """Which column stands where, and what is passed over."""
    places: dict[int, Column] = {}
    unused = []
    for place, heading in enumerate(table.headings):
        column = BY_HEADING.get(plain(heading))
        if column is None:
            if heading and plain(heading) not in OURS:
                unused.append(heading[:40])
            continue
        if column in places.values():
            raise RosterError(f"Two columns are headed “{column.label}”. Remove or rename one of them.")
        places[place] = column
    missing = [column for column in COLUMNS if column.is_required and column not in places.values()]
    if missing:
        names = ", ".join(column.key for column in missing)
        raise RosterError(
            f"These columns are missing: {names}. Add them with exactly these headings, as in the template."
        )
    if unused:
        return places, [f"These columns are not used and were passed over: {', '.join(unused)}."]
    return places, []


def _row(number: int, cells: list[str], table: Table, places: dict[int, Column]) -> Row:
    row = Row(number, cells)
    row.values = {
        column.key: _clean(cells[place] if place < len(cells) else "", column) for place, column in places.items()
    }
    for column in COLUMNS:
        row.values.setdefault(column.key, "")
    if _is_shifted(row, table):
        return row
    for column in COLUMNS:
        _check(row, column)
    if not row.values["certificate_name"] and not row.problems:
        row.values["certificate_name"] = row.name
    return row


def _clean(cell: str, column: Column) -> str:
    text = unicodedata.normalize("NFC", cell.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", ""))
    if column.key == "access_needs":
        text = text.strip(" \n").replace("\r\n", "\n")
    elif not FORMULA.match(text):
        text = " ".join(text.split(" ")).strip()
        text = re.sub(r"[ \n\r]+", " ", text)
    if not column.is_required and text.strip().casefold() in EMPTY_WORDS:
        return ""
    if column.key == "nation" and plain(text) in NATIONS:
        return NATIONS[plain(text)]
    return text


def _is_shifted(row: Row, table: Table) -> bool:
    extra = [cell for cell in row.cells[len(table.headings) :] if cell.strip()]
    if extra:
        row.blame(
            "",
            f"The row has {len(row.cells)} values and the heading has {len(table.headings)}. "
            "Put a value that holds a comma in quotation marks, so that the columns do not shift.",
        )
        return True
    address = row.values["email"]
    elsewhere = next(
        (
            column.label
            for column in COLUMNS
            if column.key not in ("email", "manager_email") and ADDRESS.match(row.values[column.key])
        ),
        "",
    )
    if elsewhere and not ADDRESS.match(address):
        row.blame(
            "",
            f"The columns look shifted: an e-mail address stands under {elsewhere}. Move the values to their columns.",
        )
    return bool(row.problems)


def _check(row: Row, column: Column) -> None:
    text = row.values[column.key]
    if not text:
        if column.is_required:
            row.blame(column.label, "This is empty. Fill it in.")
        return
    sentence = _unsafe(text, column) or _shape(text, column)
    if sentence:
        row.blame(column.label, sentence)


def _unsafe(text: str, column: Column) -> str:
    if FORMULA.match(text):
        return f"This begins with “{text.lstrip(chr(39) + '’')[:1].strip() or 'a tab'}”, which a spreadsheet runs as a formula. Remove it."
    found = CONTROL.search(text)
    if found:
        kind = "a NUL" if found[0] == "\x00" else "an invisible control character"
        return f"This holds {kind}, which cannot be kept. Type the value again."
    if GARBLED.search(text):
        return "The accented letters are garbled. Save the file as “CSV UTF-8” and upload it again, or type the value again."
    if len(text) > column.longest:
        return f"This has {len(text)} characters and may have {column.longest}. Shorten it."
    return ""


def _shape(text: str, column: Column) -> str:
    if column.key in ("email", "manager_email"):
        try:
            validate_email(text)
        except ValidationError:
            return "This is not an e-mail address. Write one such as name@example.org, and only one."
    elif column.key == "nation" and text not in NATIONS.values():
        return "Write England, Scotland, Wales or Northern Ireland, or leave it empty."
    elif column.key in ("given_names", "family_name", "certificate_name") and not LETTER.search(text):
        return "A name has at least one letter. Write it as it should be printed."
    elif column.key in ("given_names", "family_name", "employer") and ADDRESS.match(text):
        return "This is an e-mail address. Move it to its own column."
    return ""


def _mark_repeats(rows: list[Row]) -> None:
    addresses: dict[str, int] = {}
    names: dict[tuple[str, str], int] = {}
    for row in rows:
        address = row.values["email"].casefold()
        if address and address in addresses:
            row.blame(
                "e-mail",
                f"The same address stands in row {addresses[address]}. Give each learner her own address, or delete this row.",
            )
        elif address:
            addresses[address] = row.number
        name = (row.name.casefold(), row.values["employer"].casefold())
        if row.problems or not row.name:
            continue
        if name in names:
            row.notes.append(f"The same name and employer as row {names[name]}: is this one person with two addresses?")
        names.setdefault(name, row.number)
