"""Lines of text for a PDF: which face draws which part, right-to-left and joined scripts, widths and line breaks."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import arabic_reshaper
from bidi.algorithm import get_base_level, get_display
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import getFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

from cpd.files.fonts import face_for, is_right_to_left

# Ligatures of whole phrases are left apart: each letter of a name is to be seen, and to be found by a search.
_reshaper = arabic_reshaper.ArabicReshaper({"support_ligatures": False, "delete_harakat": False})


@cache
def paint(colour: str) -> Color:
    return HexColor(colour)


@dataclass(frozen=True)
class Run:
    """Signs in the order in which they are drawn, all from one face."""

    text: str
    font: str


@lru_cache(maxsize=4096)
def lay_out(text: str, font: str) -> tuple[Run, ...]:
    """The text in visual order, cut where another face must draw."""
    visual = text
    if is_right_to_left(text):
        base = "R" if get_base_level(text) else "L"
        visual = get_display(_reshaper.reshape(text), base_dir=base)
    runs: list[Run] = []
    for sign in visual:
        face = face_for(sign, font) or font
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
            fits = next(place for place in range(len(line), 0, -1) if _fits(line, place, font, size, width))
            lines.append(line[:fits])
            line = line[fits:]
        lines.append(line)
    return lines


def _fits(line: str, place: int, font: str, size: float, width: float) -> bool:
    return place == 1 or width_of(line[:place], font, size) <= width


def longest_word(texts: Iterable[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)


def is_turned(text: str) -> bool:
    """Whether it is drawn in another order, or with other signs, than it is read."""
    return is_right_to_left(text)


def draw_text(
    canvas: Canvas, x: float, y: float, text: str, *, font: str, size: float, colour: str, align: str
) -> None:
    """One line."""
    runs = lay_out(text, font)
    if align != "left":
        x -= width_of(text, font, size) / (2 if align == "centre" else 1)
    canvas.setFillColor(paint(colour))
    # Written by hand: reportlab's own way costs more than everything else on the page.
    shown = []
    for run in runs:
        face = getFont(run.font)
        for number, signs in face.splitString(run.text, canvas._doc):
            name = face.getSubsetInternalName(number, canvas._doc)
            shown.append(f"{name} {size:.3f} Tf ({canvas._escape(signs)}) Tj")
    canvas._code.append(f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm {' '.join(shown)} ET")
