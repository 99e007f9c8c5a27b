"""The certificate of achievement: landscape, framed; what was shown stands on its back."""

import math
from functools import cache
from typing import Any

from assessments.certificates.facts import disclaimer
from assessments.certificates.pdf.parts import (
    INK,
    LINE,
    MM,
    PAPER,
    PLUM,
    SOFT,
    TEAL,
    centred,
    day,
    draw_foot,
    draw_logo,
    draw_qr,
    draw_signatories,
)
from cpd.documents.pdf import Document, wrap
from cpd.files.fonts import BOLD, REGULAR, SERIF

SIZE = WIDTH, HEIGHT = 297 * MM, 210 * MM
MIDDLE = WIDTH / 2
TEXT = WIDTH - 76 * MM
PROMPTS = [
    "What do you do differently since, and for whom does it matter?",
    "Which criterion was hardest to show, and what would make it easier in your team?",
    "What will you look at again within three years, and with whom?",
]


def draw(document: Document, name: str, code: str, facts: dict[str, Any], logo: bytes = b"") -> None:
    draw_front(document, name, code, facts, logo)
    document.next_page()
    _back(document, facts)


def draw_front(document: Document, name: str, code: str, facts: dict[str, Any], logo: bytes = b"") -> None:
    document.share(_head, facts, logo)
    _line(document, 132.5, name, font=SERIF, size=34, colour=PLUM)
    document.share(_what, facts)
    dates = f"Studied from {day(facts['studied_from'])}   ·   Awarded on {day(facts['awarded_on'])}"
    _line(document, _height_of_dates(facts), dates, font=BOLD, size=11, colour=INK)
    document.share(_wording, facts)
    draw_foot(document, code, facts, 21 * MM, 26.5 * MM, WIDTH - 84 * MM)
    draw_qr(document, code, WIDTH - 51 * MM, 17 * MM, 30 * MM)


def _paper(document: Document) -> None:
    document.fill(0, 0, WIDTH, HEIGHT, colour=PAPER)
    document.shape(_rosette(), colour="#ece2d3", line=0.4)
    document.frame(9 * MM, 9 * MM, WIDTH - 18 * MM, HEIGHT - 18 * MM, colour=TEAL, line=2)
    document.frame(11.4 * MM, 11.4 * MM, WIDTH - 22.8 * MM, HEIGHT - 22.8 * MM, colour=TEAL, line=0.5)
    for x in (11.4 * MM, WIDTH - 11.4 * MM):
        for y in (11.4 * MM, HEIGHT - 11.4 * MM):
            document.fill(x - 1.5 * MM, y - 1.5 * MM, 3 * MM, 3 * MM, colour=TEAL)
            document.fill(x - 0.8 * MM, y - 0.8 * MM, 1.6 * MM, 1.6 * MM, colour=PAPER)


@cache
def _rosette() -> str:
    """A fine line that winds around the middle of the page, as on papers of worth."""
    points = []
    for turn in range(9):
        shift = 2 * math.pi * turn / 9 / 7
        for step in range(61):
            angle = 2 * math.pi * step / 60
            radius = (58 + 9 * math.cos(7 * (angle + shift))) * MM
            points.append((MIDDLE + radius * 1.5 * math.cos(angle), HEIGHT * 0.55 + radius * 0.95 * math.sin(angle)))
    first, *rest = (f"{x:.1f} {y:.1f}" for x, y in points)
    return f"{first} m " + " ".join(f"{point} l" for point in rest)


def _line(document: Document, y: float, text: str, tag: str = "P", **style: Any) -> None:
    centred(document, y * MM, text, tag=tag, middle=MIDDLE, width=TEXT, **style)


def _head(document: Document, facts: dict[str, Any], logo: bytes) -> None:
    """Down to the holder's name."""
    with document.artifact():
        document.stamp("paper", _paper)
    draw_logo(document, facts, logo, WIDTH - 66 * MM, HEIGHT - 40 * MM, 45 * MM, 20 * MM)
    _line(document, 182, facts["provider"], font=BOLD, size=13, colour=TEAL)
    _line(document, 164, "Certificate of achievement", "H1", font=SERIF, size=34, colour=INK)
    with document.artifact():
        document.line(MIDDLE - 14 * MM, 158 * MM, MIDDLE + 14 * MM, 158 * MM, width=1.2, colour=PLUM)
    _line(document, 148, "This is to certify that", font=REGULAR, size=11.5, colour=SOFT)


def _what(document: Document, facts: dict[str, Any]) -> None:
    """From the name to the dates."""
    _line(document, 120.5, "has met every assessment criterion of", font=REGULAR, size=11.5, colour=SOFT)
    for place, part in enumerate(_title(facts)):
        _line(document, 107.5 - place * 8.5, part, font=SERIF, size=19, colour=INK)
    y = _height_of_dates(facts) + 15
    size = [facts["level"], facts["credit"], f"{facts['notional_hours']} hours of learning"]
    _line(document, y, "   ·   ".join(part for part in size if part), font=BOLD, size=11.5, colour=INK)
    hours = f"{facts['cpd_hours']} hours of continuing professional development"
    _line(document, y - 6.6, hours, font=REGULAR, size=10.5, colour=SOFT)


def _wording(document: Document, facts: dict[str, Any]) -> None:
    """From the dates to the signatories."""
    y = _height_of_dates(facts) - 9.5
    for place, part in enumerate(wrap(f"{facts['wording']} {disclaimer(facts)}", REGULAR, 9, TEXT - 24 * MM)[:4]):
        _line(document, y - place * 4.4, part, font=REGULAR, size=9, colour=SOFT)
    draw_signatories(document, facts, MIDDLE, 35.5 * MM, 74 * MM)


def _title(facts: dict[str, Any]) -> list[str]:
    return wrap(facts["title"], SERIF, 19, TEXT)[:2]


def _height_of_dates(facts: dict[str, Any]) -> float:
    return 107.5 - 8.5 * len(_title(facts)) - 17


def _back(document: Document, facts: dict[str, Any]) -> None:
    """Outcomes and criteria in two columns, and what to think about afterwards."""
    with document.artifact():
        document.fill(0, 0, WIDTH, HEIGHT, colour=PAPER)
        document.frame(11.4 * MM, 11.4 * MM, WIDTH - 22.8 * MM, HEIGHT - 22.8 * MM, colour=LINE, line=0.5)
    with document.tagged("H2"):
        document.text(22 * MM, 190 * MM, "What the holder showed", font=SERIF, size=17, colour=TEAL)
    with document.tagged("P"):
        words = f"{facts['title']}, module {facts['module_code']} version {facts['module_version']}. Every criterion was met."
        document.text(22 * MM, 183.5 * MM, words, font=REGULAR, size=9, colour=SOFT)
    for x, y, text, font, size, tag in _lay_out(facts):
        with document.tagged(tag):
            document.text(x * MM, y * MM, text, font=font, size=size, colour=INK)
    with document.tagged("H2"):
        document.text(22 * MM, 38.5 * MM, "To think about", font=SERIF, size=12, colour=TEAL)
    for place, prompt in enumerate(PROMPTS):
        with document.tagged("P"):
            document.text(
                22 * MM, (32.5 - place * 4.8) * MM, f"{place + 1}.  {prompt}", font=REGULAR, size=9, colour=SOFT
            )


def _lay_out(facts: dict[str, Any]) -> list[tuple[float, float, str, str, float, str]]:
    """Each line with its place, in type as large as two columns allow."""
    for size in (9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5):
        lines = _flow(facts, size)
        if lines:
            return lines
    return _flow(facts, 4.5) or []


def _flow(facts: dict[str, Any], size: float) -> list[tuple[float, float, str, str, float, str]]:
    column, bottom, top, step = 120, 46, 174.5, size * 0.48
    placed, x, y = [], 22.0, top
    for number, title, _text in facts["outcomes"]:
        block: list[tuple[str, str, str]] = [(f"{number}  {title}", BOLD, "H3")]
        for key, text in facts["criteria"]:
            if key.partition(".")[0] == number:
                block += [(line, REGULAR, "P") for line in wrap(f"{key}  {text}", REGULAR, size, column * MM)]
        if y - len(block) * step < bottom:
            if x > 22 or len(block) * step > top - bottom:
                return []
            x, y = 22.0 + column + 13, top
        for text, font, tag in block:
            placed.append((x, y, text, font, size, tag))
            y -= step
        y -= step * 0.6
    return placed
