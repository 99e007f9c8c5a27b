"""The certificate of attendance: upright and plain, so that nobody takes it for the certificate of an assessed achievement."""

from typing import Any

from assessments.certificates.facts import disclaimer
from assessments.certificates.pdf.parts import (
    INK,
    LINE,
    MM,
    PLUM,
    SOFT,
    centred,
    day,
    draw_foot,
    draw_logo,
    draw_qr,
    draw_signatories,
)
from cpd.documents.pdf import Document, wrap
from cpd.files.fonts import BOLD, REGULAR

SIZE = WIDTH, HEIGHT = 210 * MM, 297 * MM
MIDDLE = WIDTH / 2
TEXT = WIDTH - 50 * MM


def draw(document: Document, name: str, code: str, facts: dict[str, Any], logo: bytes = b"") -> None:
    """Its one page."""
    draw_front(document, name, code, facts, logo)


def draw_front(document: Document, name: str, code: str, facts: dict[str, Any], logo: bytes = b"") -> None:
    document.share(_head, facts)
    _line(document, 215, name, font=BOLD, size=24, colour=PLUM)
    document.share(_what, facts)
    dates = f"From {day(facts['studied_from'])} to {day(facts['awarded_on'])}"
    _line(document, _height_of_dates(facts), dates, font=REGULAR, size=12, colour=INK)
    document.share(_wording, facts, logo)
    draw_foot(document, code, facts, 25 * MM, 66 * MM, TEXT - 40 * MM)
    draw_qr(document, code, WIDTH - 57 * MM, 42 * MM, 32 * MM)


def _line(document: Document, y: float, text: str, tag: str = "P", **style: Any) -> None:
    centred(document, y * MM, text, tag=tag, middle=MIDDLE, width=TEXT, **style)


def _head(document: Document, facts: dict[str, Any]) -> None:
    """Down to the holder's name."""
    with document.artifact():
        document.fill(0, HEIGHT - 34 * MM, WIDTH, 34 * MM, colour=PLUM)
        document.line(25 * MM, 78 * MM, WIDTH - 25 * MM, 78 * MM, width=0.5, colour=LINE)
    _line(document, 276, facts["provider"], font=BOLD, size=14, colour="#ffffff")
    _line(document, 237, "Certificate of attendance", "H1", font=BOLD, size=26, colour=INK)


def _what(document: Document, facts: dict[str, Any]) -> None:
    """From the name to the dates."""
    _line(document, 202, "took part in", font=REGULAR, size=12, colour=SOFT)
    for place, part in enumerate(_title(facts)):
        _line(document, 188 - place * 8, part, font=BOLD, size=16, colour=INK)
    hours = f"{facts['cpd_hours']} hours of continuing professional development"
    _line(document, _height_of_dates(facts) + 8, hours, font=REGULAR, size=12, colour=INK)


def _wording(document: Document, facts: dict[str, Any], logo: bytes) -> None:
    """From the dates to the signatories."""
    y = _height_of_dates(facts) - 15
    for place, part in enumerate(wrap(f"{facts['wording']} {disclaimer(facts)}", REGULAR, 10, TEXT - 10 * MM)[:5]):
        _line(document, y - place * 5, part, font=REGULAR, size=10, colour=SOFT)
    draw_logo(document, facts, logo, WIDTH - 70 * MM, 110 * MM, 45 * MM, 18 * MM)
    draw_signatories(document, facts, MIDDLE, 93 * MM, 58 * MM)


def _title(facts: dict[str, Any]) -> list[str]:
    return wrap(facts["title"], BOLD, 16, TEXT)[:3]


def _height_of_dates(facts: dict[str, Any]) -> float:
    return 188 - 8 * len(_title(facts)) - 13
