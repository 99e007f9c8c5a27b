"""Draws the transcript, which is sealed, and the CPD record, which is the learner's own word: tagged A4 sheets."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from assessments.records.compiling import Record, Row
from courses.catalogue.models.versions import plain
from cpd.documents.pdf import Document, is_turned, wrap
from cpd.files.fonts import BOLD, REGULAR, missing_glyphs

MM = 72 / 25.4
SIZE = WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, FOOT = 22 * MM, WIDTH - 22 * MM, HEIGHT - 24 * MM, 26 * MM
INK, SOFT, TEAL, LINE = "#26242c", "#57525c", "#17595f", "#d3c6b4"


class Sheet:
    """Writes from the top of a page to its foot, then goes on to the next."""

    def __init__(self, title: str, provider: str, made_at: datetime, foot: str) -> None:
        self.document = Document(
            size=SIZE, title=title, author=provider, subject=title, creator=settings.CPD_SERVICE_NAME, made_at=made_at
        )
        self.foot = foot
        self._begin()

    def say(self, text: str, *, tag: str = "P", font: str = REGULAR, size: float = 10.5, colour: str = INK) -> None:
        """A paragraph, in as many lines as it needs."""
        for part in drawable(text).splitlines() or [""]:
            for line in wrap(part, font, size, RIGHT - LEFT):
                self._need(size * 1.5)
                with self.document.tagged(tag, text=line if is_turned(line) else ""):
                    self.document.text(LEFT, self.y, line, font=font, size=size, colour=colour)
                self.y -= size * 1.45

    def gap(self, height: float) -> None:
        self.y -= height * MM

    def rule(self) -> None:
        with self.document.artifact():
            self.document.line(LEFT, self.y, RIGHT, self.y, width=0.6, colour=LINE)
        self.y -= 7 * MM

    def table(self, headings: list[str], shares: list[float], rows: Iterable[list[str]]) -> None:
        """Rows under headings; each column has its share of the width, and a row is as high as its highest cell."""
        edges = [LEFT + (RIGHT - LEFT) * sum(shares[:place]) for place in range(len(shares))]
        widths = [(RIGHT - LEFT) * share - 3 * MM for share in shares]
        with self.document.group("Table"):
            self._row("TH", BOLD, edges, widths, headings)
            for row in rows:
                self._row("TD", REGULAR, edges, widths, row)

    def _row(self, tag: str, font: str, edges: list[float], widths: list[float], cells: list[str]) -> None:
        size, step = 9.5, 4.6 * MM
        lines = [wrap(drawable(cell), font, size, width) for cell, width in zip(cells, widths, strict=True)]
        self._need(max(map(len, lines)) * step + 2 * MM)
        with self.document.group("TR"):
            for x, cell in zip(edges, lines, strict=True):
                with self.document.tagged(tag, text=" ".join(cell) if any(map(is_turned, cell)) else ""):
                    for place, line in enumerate(cell):
                        self.document.text(x, self.y - place * step, line, font=font, size=size, colour=INK)
        self.y -= max(map(len, lines)) * step + 1.5 * MM

    def _need(self, height: float) -> None:
        if self.y - height < FOOT:
            self.document.next_page()
            self._begin()

    def _begin(self) -> None:
        with self.document.artifact():
            self.document.fill(0, HEIGHT - 9 * MM, WIDTH, 9 * MM, colour=TEAL)
            for place, line in enumerate(wrap(self.foot, REGULAR, 8, RIGHT - LEFT)):
                self.document.text(LEFT, 16 * MM - place * 4 * MM, line, font=REGULAR, size=8, colour=SOFT)
        self.y = TOP


def draw_transcript(record: Record, *, provider: str, made_at: datetime) -> bytes:
    """Every award that she holds, with level, credit and totals, under our seal."""
    day = _day(timezone.localtime(made_at).date())
    sheet = Sheet(
        "Transcript",
        provider,
        made_at,
        f"Sealed on {day}. Give this file to {settings.CPD_BASE_URL}/v/ to see that not one bit of it was changed.",
    )
    _head(sheet, "Transcript of awards", record.name, provider, f"As it stood on {day}")
    if not record.awards:
        sheet.say("No award is held.")
    for row in record.awards:
        _award(sheet, row)
    standing = [row for row in record.awards if row.counts]
    if standing:
        sheet.say("Totals", tag="H2", font=BOLD, size=13, colour=TEAL)
        sheet.gap(2)
        sheet.table(["Level and framework", "Credit", "Modules"], [0.4, 0.4, 0.2], _totals(standing))
        sheet.gap(3)
    sheet.say(
        "Awards that were suspended, rescinded, revoked or given back do not count towards the totals.", colour=SOFT
    )
    return sheet.document.seal()


def draw_record(record: Record, *, provider: str, made_at: datetime) -> bytes:
    """Her CPD record: awards, her own learning, hours by type, and the reflections she chose."""
    day = _day(timezone.localtime(made_at).date())
    sheet = Sheet(
        "CPD record",
        provider,
        made_at,
        f"Made on {day} by the person named. Learning elsewhere is her or his own statement; each certificate can be "
        f"checked at {settings.CPD_BASE_URL}/v/ by its number.",
    )
    _head(sheet, "Record of professional development", record.name, provider, _period(record) or f"Until {day}")
    sheet.say("Hours by type", tag="H2", font=BOLD, size=13, colour=TEAL)
    sheet.gap(2)
    hours = [[kind, plain(value)] for kind, value in record.hours]
    sheet.table(["Type", "Hours"], [0.7, 0.3], [*hours, ["In all", plain(record.total)]])
    sheet.gap(4)
    for row in record.rows:
        sheet.rule()
        sheet.say(row.title, tag="H2", font=BOLD, size=12)
        facts = [str(row.kind.label), _day(row.done_on), f"{plain(row.hours)} hours", row.level, row.credit, row.state]
        sheet.say(" · ".join(fact for fact in facts if fact), colour=SOFT)
        if row.number:
            sheet.say(f"Certificate {row.number}", colour=SOFT)
        for question, words in row.reflections:
            sheet.gap(1.5)
            sheet.say(question, font=BOLD, size=10)
            sheet.say(words)
        sheet.gap(3)
    return sheet.document.write()


def _head(sheet: Sheet, title: str, name: str, provider: str, when: str) -> None:
    sheet.say(provider, font=BOLD, size=11, colour=TEAL)
    sheet.gap(5)
    sheet.say(title, tag="H1", font=BOLD, size=22)
    sheet.gap(3)
    sheet.say(name, font=BOLD, size=15)
    sheet.say(when, colour=SOFT)
    sheet.gap(6)


def _award(sheet: Sheet, row: Row) -> None:
    version = row.award.enrolment.version
    sheet.rule()
    sheet.say(row.title, tag="H2", font=BOLD, size=13)
    sheet.gap(1)
    facts: list[tuple[str, Any]] = [
        ("Module", f"{version.module.code}, version {version.number}"),
        ("Level", row.level),
        ("Credit", row.credit),
        ("Result", "Pass: every criterion was met" if row.counts else row.state),
        ("Studied", f"{_day(row.award.enrolment.enrolled_on)} to {_day(row.done_on)}"),
        ("Date of award", _day(row.done_on)),
        ("CPD hours", plain(row.hours)),
        ("Certificate", row.number or "being made"),
    ]
    sheet.table(["", ""], [0.25, 0.75], [[name, str(value)] for name, value in facts])
    agreement = row.award.accreditation
    sheet.say(agreement.wording, size=9.5, colour=SOFT)
    if not agreement.is_university_award:
        sheet.say("This is not an award of a university.", size=9.5, colour=SOFT)
    sheet.gap(4)


def _totals(rows: list[Row]) -> list[list[str]]:
    sums: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for row in rows:
        version = row.award.enrolment.version
        sums[version.level_words, version.credit_scheme].append(version.credit)
    return [
        [level, f"{plain(sum(credits, Decimal(0)))} {scheme} credits", str(len(credits))]
        for (level, scheme), credits in sorted(sums.items())
    ]


def _period(record: Record) -> str:
    parts = [f"from {_day(record.since)}" if record.since else "", f"to {_day(record.until)}" if record.until else ""]
    return " ".join(part for part in parts if part).capitalize()


def drawable(text: str) -> str:
    """The text with a question mark for each sign that no typeface of ours has."""
    missing = set(missing_glyphs(text.replace("\n", " ").replace("\t", " ").replace("\r", "")))
    return "".join("?" if sign in missing else sign for sign in text.replace("\t", " ").replace("\r", ""))


def _day(value: date) -> str:
    return date_format(value, "j F Y")
