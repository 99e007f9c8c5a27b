"""Lines of text for a PDF: plain ones by reportlab, others shaped; widths and line breaks."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import getFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

from cpd.documents.pdf.scripts import is_shaped
from cpd.documents.pdf.shaping import shape
from cpd.documents.pdf.showing import draw_shaped
from cpd.files.fonts import face_for, signs_of


@cache
def paint(colour: str) -> Color:
    return HexColor(colour)


@dataclass(frozen=True)
class Run:
    """Signs of a plain text, all from one face."""

    text: str
    font: str


@lru_cache(maxsize=4096)
def lay_out(text: str, font: str) -> tuple[Run, ...]:
    """A plain text, cut where another face must draw."""
    if signs_of(font).issuperset(text):
        return (Run(text, font),)
    runs: list[Run] = []
    for sign in text:
        face = face_for(sign, font)
        if runs and runs[-1].font == face:
            runs[-1] = Run(runs[-1].text + sign, face)
        else:
            runs.append(Run(sign, face))
    return tuple(runs)


def width_of(text: str, font: str, size: float) -> float:
    return _units(text, font) * size


@lru_cache(maxsize=4096)
def _units(text: str, font: str) -> float:
    """The width at size 1."""
    if is_shaped(text):
        return sum(piece.width for piece in shape(text, font)) / 1000
    return sum(stringWidth(run.text, run.font, 1) for run in lay_out(text, font))


def fit(text: str, font: str, size: float, width: float) -> float:
    """The size, at most `size`, at which the text fits the width."""
    return min(size, size * width / max(width_of(text, font, size), 1))


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than this; a word that is wider stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def break_up(text: str, font: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than this, as `wrap` does, but a word that is wider is cut where the line ends."""
    lines = []
    for line in wrap(text, font, size, width):
        while width_of(line, font, size) > width and len(line) > 1:
            fits = next(place for place in range(len(line) - 1, 0, -1) if _fits(line, place, font, size, width))
            lines.append(line[:fits])
            line = line[fits:]
        lines.append(line)
    return lines


def _fits(line: str, place: int, font: str, size: float, width: float) -> bool:
    # A mark stays with its letter.
    stays = unicodedata.category(line[place])[0] != "M"
    return place == 1 or (stays and width_of(line[:place], font, size) <= width)


def longest_word(texts: Iterable[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)


def draw_text(
    canvas: Canvas,
    x: float,
    y: float,
    text: str,
    *,
    font: str,
    size: float,
    colour: str,
    align: str,
    is_english: bool = True,
) -> None:
    """One line; where it is not part of an English text it runs as its first letter does."""
    if align != "left":
        x -= width_of(text, font, size) / (2 if align == "centre" else 1)
    canvas.setFillColor(paint(colour))
    if is_shaped(text):
        draw_shaped(canvas, x, y, text, font, size, is_english=is_english)
    else:
        _draw_plain(canvas, x, y, text, font, size)


def _draw_plain(canvas: Canvas, x: float, y: float, text: str, font: str, size: float) -> None:
    # Written by hand: reportlab's own way costs more than everything else on the page.
    shown = []
    for run in lay_out(text, font):
        face = getFont(run.font)
        for number, signs in face.splitString(run.text, canvas._doc):
            name = face.getSubsetInternalName(number, canvas._doc)
            shown.append(f"{name} {size:.3f} Tf ({canvas._escape(signs)}) Tj")
    canvas._code.append(f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm {' '.join(shown)} ET")
