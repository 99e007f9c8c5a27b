"""Draws a certificate: one A4 page to frame, as plain strings so that no name can be markup."""

import io
from datetime import date
from typing import Any

import segno
from django.conf import settings
from django.utils.formats import date_format
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from assessments.certificates.codes import spaced
from cpd.files import fonts
from cpd.files.fonts import BOLD, REGULAR

INK = HexColor("#26242c")
SOFT = HexColor("#57525c")
TEAL = HexColor("#17595f")
PAPER = HexColor("#fbf7f1")
LINE = HexColor("#ddd3c6")
PLUM = HexColor("#5d2e63")
WIDTH, HEIGHT = landscape(A4)
MIDDLE = WIDTH / 2
TEXT_WIDTH = WIDTH - 80 * mm


def verify_address(code: str) -> str:
    """The address in the QR code and in print."""
    return f"{settings.CPD_BASE_URL}/v/{code}"


def draw(name: str, code: str, facts: dict[str, Any]) -> bytes:
    """The bytes of the certificate; the same arguments in the same second may differ in the file's date only."""
    fonts.register()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), initialFontName=REGULAR, pageCompression=1, lang="en-GB")
    canvas.setTitle("Certificate")
    canvas.setAuthor(facts["provider"])
    canvas.setSubject(spaced(code))
    canvas.setCreator(settings.CPD_SERVICE_NAME)
    _frame(canvas)
    _words(canvas, name, facts)
    _signatories(canvas, facts["signatories"])
    _foot(canvas, code, facts)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _frame(canvas: Canvas) -> None:
    canvas.setFillColor(PAPER)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    canvas.setStrokeColor(TEAL)
    canvas.setLineWidth(1.6)
    canvas.roundRect(10 * mm, 10 * mm, WIDTH - 20 * mm, HEIGHT - 20 * mm, 4 * mm)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.roundRect(12.5 * mm, 12.5 * mm, WIDTH - 25 * mm, HEIGHT - 25 * mm, 3 * mm)


def _words(canvas: Canvas, name: str, facts: dict[str, Any]) -> None:
    y = HEIGHT - 30 * mm
    _centred(canvas, facts["provider"], y, REGULAR, 13, TEAL)
    y -= 15 * mm
    _centred(canvas, "Certificate of achievement", y, BOLD, 27, INK)
    y -= 12 * mm
    _centred(canvas, "This is to certify that", y, REGULAR, 12, SOFT)
    y -= 15 * mm
    _centred(canvas, name, y, BOLD, _fitting(name, BOLD, 30, TEXT_WIDTH), PLUM)
    y -= 10 * mm
    _centred(canvas, "has met every assessment criterion of", y, REGULAR, 12, SOFT)
    y -= 10.5 * mm
    for line in simpleSplit(facts["title"], BOLD, 17, TEXT_WIDTH):
        _centred(canvas, line, y, BOLD, 17, INK)
        y -= 7.5 * mm
    y -= 1 * mm
    size = f"{facts['level']}   ·   {facts['credit']}   ·   {facts['notional_hours']} hours of learning"
    _centred(canvas, size, y, REGULAR, 11.5, INK)
    y -= 6 * mm
    _centred(canvas, f"{facts['cpd_hours']} hours of continuing professional development", y, REGULAR, 10.5, SOFT)
    y -= 8 * mm
    _centred(canvas, f"Awarded on {_day(facts['awarded_on'])}", y, BOLD, 11.5, INK)
    y -= 8 * mm
    wording = facts["wording"]
    if not facts["is_university_award"]:
        wording += " This certificate is not an award of a university."
    for line in simpleSplit(wording, REGULAR, 9.5, TEXT_WIDTH - 20 * mm):
        _centred(canvas, line, y, REGULAR, 9.5, SOFT)
        y -= 4.6 * mm


def _signatories(canvas: Canvas, signatories: list[list[str]]) -> None:
    columns = signatories[:3]
    for place, (person, office) in enumerate(columns):
        x = MIDDLE + (place - (len(columns) - 1) / 2) * 70 * mm
        canvas.setStrokeColor(LINE)
        canvas.line(x - 28 * mm, 40 * mm, x + 28 * mm, 40 * mm)
        _centred(canvas, person, 35 * mm, BOLD, 10, INK, x)
        _centred(canvas, office, 30.5 * mm, REGULAR, _fitting(office, REGULAR, 9, 62 * mm), SOFT, x)


def _foot(canvas: Canvas, code: str, facts: dict[str, Any]) -> None:
    address = verify_address(code)
    _qr(canvas, address, WIDTH - 44 * mm, 17 * mm, 26 * mm)
    left = 20 * mm
    canvas.setFillColor(SOFT)
    canvas.setFont(REGULAR, 8)
    canvas.drawString(left, 25 * mm, f"Certificate {spaced(code)}")
    canvas.drawString(left, 21 * mm, f"Accreditation {facts['accreditation']}, {facts['university']}")
    canvas.drawString(left, 17 * mm, f"Check this certificate: {address}")


def _qr(canvas: Canvas, text: str, x: float, y: float, size: float) -> None:
    """All dark modules as one path, each run of them one rectangle."""
    matrix = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
    module = size / len(matrix)
    canvas.setFillColor(INK)
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        start = None
        for column, dark in enumerate([*modules, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                path.rect(x + start * module, y + size - (row + 1) * module, (column - start) * module, module)
                start = None
    canvas.drawPath(path, stroke=0, fill=1)


def _centred(canvas: Canvas, text: str, y: float, font: str, size: float, colour, x: float = MIDDLE) -> None:
    canvas.setFillColor(colour)
    canvas.setFont(font, size)
    canvas.drawCentredString(x, y, text)


def _fitting(text: str, font: str, size: float, width: float) -> float:
    """The size, at most `size`, at which the text fits the width."""
    return min(size, size * width / max(stringWidth(text, font, size), 1))


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value), "j F Y")
