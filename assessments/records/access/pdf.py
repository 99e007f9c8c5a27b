"""Draws a person's copy for reading: a tagged document with the same words as its page."""

from django.utils import timezone
from django.utils.formats import date_format

from assessments.records.access.compiling import Copy, Table
from assessments.records.access.wording import entries_to_read, tables_to_read
from cpd.documents.pdf import Sheet

# Longer values, and those of several lines, stand below their name instead of beside it.
BESIDE = 120


def draw_copy(copy: Copy, files: list[str], *, provider: str) -> bytes:
    """What is kept about her, table by table, then what was done, and which files are in the archive."""
    made_at = timezone.localtime(copy.made_at)
    sheet = Sheet(
        "My information",
        author=provider,
        made_at=copy.made_at,
        foot="A question mark may stand for a sign that this document has no letter for; read-me-first.html shows every sign.",
    )
    sheet.say(provider, font=Sheet.BOLD, size=11, colour=Sheet.TEAL)
    sheet.gap(5)
    sheet.say("My information", tag="H1", font=Sheet.BOLD, size=22)
    sheet.gap(3)
    sheet.say(copy.name, font=Sheet.BOLD, size=15)
    sheet.say(f"As it stood on {date_format(made_at, 'j F Y, H:i')}", colour=Sheet.SOFT)
    _heading(sheet, "What is left out, and why")
    for sentence in copy.left_out:
        sheet.say(sentence)
        sheet.gap(1)
    for table, rows in tables_to_read(copy):
        _table(sheet, table, rows)
    _heading(sheet, "What was done, and who opened your evidence")
    for sentence in entries_to_read(copy):
        sheet.say(sentence, size=9.5)
    if files:
        _heading(sheet, "Files in this archive")
        for name in files:
            sheet.say(name, size=9.5)
    return sheet.document.write()


def _heading(sheet: Sheet, text: str) -> None:
    sheet.gap(6)
    sheet.say(text, tag="H2", font=Sheet.BOLD, size=13, colour=Sheet.TEAL)
    sheet.gap(2)


def _table(sheet: Sheet, table: Table, rows: list[list[tuple[str, str]]]) -> None:
    _heading(sheet, table.title)
    sheet.say(f"Kept as: {table.kind.label}.", colour=Sheet.SOFT)
    for row in rows:
        sheet.gap(1)
        sheet.rule()
        for name, words in row:
            _value(sheet, name, words)


def _value(sheet: Sheet, name: str, words: str) -> None:
    if len(words) <= BESIDE and "\n" not in words:
        sheet.say(f"{name}: {words}", size=9.5)
        return
    sheet.say(name, font=Sheet.BOLD, size=9.5)
    sheet.say(words, size=9.5)
    sheet.gap(1)
