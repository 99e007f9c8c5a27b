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
    with document.artifact():
        document.fill(0, HEIGHT - 34 * MM, WIDTH, 34 * MM, colour=PLUM)
        document.line(25 * MM, 78 * MM, WIDTH - 25 * MM, 78 * MM, width=0.5, colour=LINE)

    def line(y: float, text: str, tag: str = "P", **style: Any) -> None:
        centred(document, y * MM, text, tag=tag, middle=MIDDLE, width=TEXT, **style)

    line(276, facts["provider"], font=BOLD, size=14, colour="#ffffff")
    line(237, "Certificate of attendance", "H1", font=BOLD, size=26, colour=INK)
    line(215, name, font=BOLD, size=24, colour=PLUM)
    line(202, "took part in", font=REGULAR, size=12, colour=SOFT)
    y = 188.0
    for part in wrap(facts["title"], BOLD, 16, TEXT)[:3]:
        line(y, part, font=BOLD, size=16, colour=INK)
        y -= 8
    line(y - 5, f"{facts['cpd_hours']} hours of continuing professional development", font=REGULAR, size=12, colour=INK)
    dates = f"From {day(facts['studied_from'])} to {day(facts['awarded_on'])}"
    line(y - 13, dates, font=REGULAR, size=12, colour=INK)
    y -= 28
    for part in wrap(f"{facts['wording']} {disclaimer(facts)}", REGULAR, 10, TEXT - 10 * MM)[:5]:
        line(y, part, font=REGULAR, size=10, colour=SOFT)
        y -= 5
    draw_logo(document, facts, logo, WIDTH - 70 * MM, 110 * MM, 45 * MM, 18 * MM)
    draw_signatories(document, facts, MIDDLE, 93 * MM, 58 * MM)
    draw_foot(document, code, facts, 25 * MM, 66 * MM, TEXT - 40 * MM)
    draw_qr(document, code, WIDTH - 57 * MM, 42 * MM, 32 * MM)
