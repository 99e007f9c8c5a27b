"""What both designs share: colours, the QR code, the foot with the number, dates in words."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.formats import date_format

from assessments.certificates.codes import spaced
from assessments.certificates.pdf.qr import dark_path
from cpd.documents.pdf import Document, fit, is_shaped
from cpd.files.fonts import BOLD, REGULAR

MM = 72 / 25.4
INK, SOFT, TEAL, PLUM, LINE, PAPER = "#26242c", "#57525c", "#17595f", "#5d2e63", "#d3c6b4", "#fbf7f1"
QUIET = 4


def verify_address(code: str) -> str:
    """The address in print; the QR code holds the same in capitals, which makes it smaller."""
    return f"{settings.CPD_BASE_URL}/v/{code}"


@lru_cache(maxsize=1024)
def day(value: str) -> str:
    return date_format(date.fromisoformat(value), "j F Y")


def centred(document: Document, y: float, text: str, *, tag: str, middle: float, width: float, **style: Any) -> None:
    """One line in the middle, made smaller until it fits the width."""
    style["size"] = fit(text, style["font"], style["size"], width)
    with document.tagged(tag, text=text if is_shaped(text) else ""):
        document.text(middle, y, text, align="centre", **style)


def draw_qr(document: Document, code: str, x: float, y: float, size: float) -> None:
    """All dark modules as one path, each run of them one rectangle, on white with the quiet zone that readers need."""
    address = verify_address(code)
    modules, path = dark_path(address.removesuffix(code), code)
    step = size / (modules + 2 * QUIET)
    with document.tagged("Figure", alt=f"QR code that leads to {address}"):
        document.fill(x, y, size, size, colour="#ffffff")
        document.scaled(path, x=x + QUIET * step, y=y + size - QUIET * step, step=step, colour=INK)


def draw_foot(document: Document, code: str, facts: dict[str, Any], x: float, y: float, width: float) -> None:
    """Number, agreement and address, from which anybody can check."""
    _foot_line(document, f"Certificate {spaced(code)}", BOLD, x, y, width)
    document.share(_draw_agreement, facts, x, y - 4 * MM, width)
    address = verify_address(code)
    size = fit(address, REGULAR, 8, width)
    document.link(x, y - 8 * MM, f"Check it at {address}", address, font=REGULAR, size=size, colour=TEAL)


def _draw_agreement(document: Document, facts: dict[str, Any], x: float, y: float, width: float) -> None:
    _foot_line(document, f"Accreditation {facts['accreditation']}, {facts['university']}", REGULAR, x, y, width)


def _foot_line(document: Document, text: str, font: str, x: float, y: float, width: float) -> None:
    with document.tagged("P"):
        document.text(x, y, text, font=font, size=fit(text, font, 8, width), colour=SOFT)


def draw_logo(
    document: Document, facts: dict[str, Any], logo: bytes, x: float, y: float, width: float, height: float
) -> None:
    """The university's logo, where the agreement permits it."""
    if logo:
        document.picture(x, y, width, height, logo, alt=f"Logo of {facts['university']}")


def draw_signatories(document: Document, facts: dict[str, Any], middle: float, y: float, step: float) -> None:
    """Names and offices as the agreement gives them, each under a line."""
    people = facts["signatories"][:3]
    for place, (person, office) in enumerate(people):
        x = middle + (place - (len(people) - 1) / 2) * step
        with document.artifact():
            document.line(x - step * 0.4, y + 5 * MM, x + step * 0.4, y + 5 * MM, width=0.6, colour=LINE)
        width = step * 0.9
        centred(document, y, person, tag="P", middle=x, width=width, font=BOLD, size=10, colour=INK)
        centred(document, y - 4.6 * MM, office, tag="P", middle=x, width=width, font=REGULAR, size=8.5, colour=SOFT)
