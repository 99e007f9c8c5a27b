"""Draws the transcript, which is sealed, and the CPD record, which is the learner's own word: tagged A4 sheets."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from assessments.records.compiling import Record, Row
from courses.catalogue.models.versions import plain
from cpd.documents.pdf import Sheet


def draw_transcript(record: Record, *, provider: str, made_at: datetime) -> bytes:
    """Every award that she holds, with level, credit and totals, under our seal."""
    day = _day(timezone.localtime(made_at).date())
    sheet = Sheet(
        "Transcript",
        author=provider,
        made_at=made_at,
        foot=f"Sealed on {day}. Give this file to {settings.CPD_BASE_URL}/v/ to see that not one bit of it was changed.",
    )
    _head(sheet, "Transcript of awards", record.name, provider, f"As it stood on {day}")
    if not record.awards:
        sheet.say("No award is held.")
    for row in record.awards:
        _award(sheet, row)
    standing = [row for row in record.awards if row.counts]
    if standing:
        sheet.say("Totals", tag="H2", font=Sheet.BOLD, size=13, colour=Sheet.TEAL)
        sheet.gap(2)
        sheet.table(["Level and framework", "Credit", "Modules"], [0.4, 0.4, 0.2], _totals(standing))
        sheet.gap(3)
    sheet.say(
        "Awards that were suspended, rescinded, revoked or given back do not count towards the totals.",
        colour=Sheet.SOFT,
    )
    return sheet.document.seal()


def draw_record(record: Record, *, provider: str, made_at: datetime) -> bytes:
    """Her CPD record: awards, her own learning, hours by type, and the reflections she chose."""
    day = _day(timezone.localtime(made_at).date())
    sheet = Sheet(
        "CPD record",
        author=provider,
        made_at=made_at,
        foot=f"Made on {day} by the person named. Learning elsewhere is her or his own statement; each certificate can be "
        f"checked at {settings.CPD_BASE_URL}/v/ by its number.",
    )
    _head(sheet, "Record of professional development", record.name, provider, _period(record) or f"Until {day}")
    sheet.say("Hours by type", tag="H2", font=Sheet.BOLD, size=13, colour=Sheet.TEAL)
    sheet.gap(2)
    hours = [[kind, plain(value)] for kind, value in record.hours]
    sheet.table(["Type", "Hours"], [0.7, 0.3], [*hours, ["In all", plain(record.total)]])
    sheet.gap(4)
    for row in record.rows:
        sheet.rule()
        sheet.say(row.title, tag="H2", font=Sheet.BOLD, size=12)
        facts = [str(row.kind.label), _day(row.done_on), f"{plain(row.hours)} hours", row.level, row.credit, row.state]
        sheet.say(" · ".join(fact for fact in facts if fact), colour=Sheet.SOFT)
        if row.number:
            sheet.say(f"Certificate {row.number}", colour=Sheet.SOFT)
        for question, words in row.reflections:
            sheet.gap(1.5)
            sheet.say(question, font=Sheet.BOLD, size=10)
            sheet.say(words)
        sheet.gap(3)
    return sheet.document.write()


def _head(sheet: Sheet, title: str, name: str, provider: str, when: str) -> None:
    sheet.say(provider, font=Sheet.BOLD, size=11, colour=Sheet.TEAL)
    sheet.gap(5)
    sheet.say(title, tag="H1", font=Sheet.BOLD, size=22)
    sheet.gap(3)
    sheet.say(name, font=Sheet.BOLD, size=15, is_english=True)
    sheet.say(when, colour=Sheet.SOFT)
    sheet.gap(6)


def _award(sheet: Sheet, row: Row) -> None:
    version = row.award.enrolment.version
    sheet.rule()
    sheet.say(row.title, tag="H2", font=Sheet.BOLD, size=13)
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
    sheet.say(agreement.wording, size=9.5, colour=Sheet.SOFT)
    if not agreement.is_university_award:
        sheet.say("This is not an award of a university.", size=9.5, colour=Sheet.SOFT)
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


def _day(value: date) -> str:
    return date_format(value, "j F Y")
