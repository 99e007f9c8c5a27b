"""The operators of PDF that show a shaped line: to the eye in its places, to whoever copies or searches as it was typed."""

from collections.abc import Iterator
from dataclasses import replace

from reportlab.pdfgen.canvas import Canvas

from cpd.documents.pdf.embedding import Embedded
from cpd.documents.pdf.outlines import outline
from cpd.documents.pdf.shaping import Glyph, Piece, shape

# Stands before what follows a turned text: readers of PDF would count the space between to that.
LEFT_TO_RIGHT = "\u200e"


def draw_shaped(canvas: Canvas, x: float, y: float, text: str, font: str, size: float, *, is_english: bool) -> None:
    """Every piece of the line, from this point to the right."""
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
    pen = _Pen(face, size)
    x = 0
    for glyph in piece.glyphs:
        yield pen.show(glyph, x)
        x += glyph.advance
    yield "EMC"


def _show_turned(piece: Piece, face: Embedded, size: float, **_: str) -> Iterator[str]:
    """Letters from left to right, each of which says its cluster, since a reader of PDF turns their order itself."""
    pen = _Pen(face, size)
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


class _Pen:
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
