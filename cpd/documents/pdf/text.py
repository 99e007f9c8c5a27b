"""Lines of text for a PDF: plain ones by reportlab, others shaped; widths and line breaks."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import getFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

from cpd.documents.pdf.embedding import Embedded
from cpd.documents.pdf.outlines import outline
from cpd.documents.pdf.scripts import is_shaped
from cpd.documents.pdf.shaping import Glyph, Piece, shape
from cpd.files.fonts import face_for, signs_of

# Stands before what follows a turned text: readers of PDF would count the space between to that.
LEFT_TO_RIGHT = "\u200e"


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
        _draw_shaped(canvas, x, y, text, font, size, is_english=is_english)
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


def _draw_shaped(canvas: Canvas, x: float, y: float, text: str, font: str, size: float, *, is_english: bool) -> None:
    was_turned = False
    for piece in shape(text, font, is_english=is_english):
        face = _embed(canvas, piece)
        show = _show_turned if piece.is_right_to_left else _show
        shown = " ".join(show(piece, face, size, mark=LEFT_TO_RIGHT if was_turned else ""))
        canvas._code.append(f"BT 1 0 0 1 {x:.3f} {y:.3f} Tm /{face.name} {size:.3f} Tf {shown} ET")
        if piece.is_right_to_left:
            canvas._code += _marks(piece, x, y, size)
        was_turned = piece.is_right_to_left
        x += piece.width * size / 1000


def _embed(canvas: Canvas, piece: Piece) -> Embedded:
    fonts = canvas._doc.delayedFonts
    there = (font for font in fonts if isinstance(font, Embedded) and font.face is piece.face)
    return next(there, None) or Embedded(canvas._doc, piece.face)


def _show(piece: Piece, face: Embedded, size: float, *, mark: str) -> Iterator[str]:
    """Glyphs from left to right, which together say what was typed: whoever copies or searches gets that."""
    yield f"/Span <</ActualText <FEFF{_hex(mark + piece.text)}>>> BDC"
    pen = Pen(face, size)
    x = 0
    for glyph in piece.glyphs:
        yield pen.show(glyph, x)
        x += glyph.advance
    yield "EMC"


def _show_turned(piece: Piece, face: Embedded, size: float, **_: str) -> Iterator[str]:
    """Letters from left to right, each of which says its cluster, since a reader of PDF turns their order itself."""
    pen = Pen(face, size)
    for letter, x, is_mark, text in _parts(piece):
        if not is_mark:
            yield pen.show(replace(letter, text=text), x)


def _marks(piece: Piece, x: float, y: float, size: float) -> Iterator[str]:
    """The dots and signs of those letters as paths: as text they would be read once more, each as a word."""
    unit = size / 1000
    for mark, at, is_mark, _ in _parts(piece):
        if is_mark:
            place = f"{x + (at + mark.x) * unit:.3f} {y + mark.y * unit:.3f}"
            yield f"q {unit:.5f} 0 0 {unit:.5f} {place} cm {outline(piece.face, mark.number)} f Q"


def _parts(piece: Piece) -> Iterator[tuple[Glyph, int, bool, str]]:
    """Each glyph, where the line has come to, whether it is a mark on the letter of its cluster, and what that says."""
    x = 0
    for cluster in piece.clusters:
        letter = max(cluster.glyphs, key=lambda glyph: glyph.advance)
        for glyph in cluster.glyphs:
            yield glyph, x, glyph is not letter, cluster.text
            x += glyph.advance


class Pen:
    """Shows glyphs where they belong, whatever width the typeface gives them."""

    def __init__(self, face: Embedded, size: float) -> None:
        self.face, self.size, self.x = face, size, 0

    def show(self, glyph: Glyph, x: int) -> str:
        """The operators for this glyph where the line has come to `x`."""
        shift = x + glyph.x - self.x
        self.x = x + glyph.x + self.face.face.width_of(glyph.number)
        number = f"<{self.face.number(glyph):04X}>"
        shown = f"[{-shift} {number}] TJ" if shift else f"{number} Tj"
        return f"{glyph.y * self.size / 1000:.3f} Ts {shown} 0 Ts" if glyph.y else shown


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()
