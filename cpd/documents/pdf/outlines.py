"""Glyphs as paths of PDF: marks that are to be seen and not to be read, since the letter below says them already."""

from functools import lru_cache

from fontTools.pens.basePen import BasePen

from cpd.documents.pdf.scripts import Face

type Point = tuple[float, float]


@lru_cache(maxsize=1024)
def outline(face: Face, number: int) -> str:
    """The operators of a path, in thousandths of the size."""
    pen = _Path()
    face.font.draw_glyph_with_pen(number, pen)
    return " ".join(pen.operators)


class _Path(BasePen):
    """Writes down what is drawn with it."""

    def __init__(self) -> None:
        super().__init__(None)
        self.operators: list[str] = []

    def _moveTo(self, to: Point) -> None:
        self._write("m", to)

    def _lineTo(self, to: Point) -> None:
        self._write("l", to)

    def _curveToOne(self, first: Point, second: Point, to: Point) -> None:
        self._write("c", first, second, to)

    def _closePath(self) -> None:
        self._write("h")

    def _write(self, operator: str, *points: Point) -> None:
        self.operators.append(" ".join([*(f"{x:.1f} {y:.1f}" for x, y in points), operator]))
