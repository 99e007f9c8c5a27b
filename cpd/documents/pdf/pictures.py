"""Pictures in a document: a provider has a few logos, which stand in many certificates."""

import io
from functools import lru_cache

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

type Box = tuple[float, float, float, float]

PAPER = "#fbf7f1"
# The operators that draw a picture in a box. Its name in the file follows from its bytes, so they fit any template.
_DRAWN: dict[tuple[bytes, Box], list[str]] = {}


def draw_picture(canvas: Canvas, box: Box, data: bytes, *, is_there: bool) -> None:
    """Draw it; a template that holds the image already (`is_there`) needs only the operators."""
    if is_there and (data, box) in _DRAWN:
        canvas._code.extend(_DRAWN[data, box])
        return
    x, y, width, height = box
    begin, image = len(canvas._code), _read(data)
    scale = min(width / image.getSize()[0], height / image.getSize()[1])
    drawn_width, drawn_height = (side * scale for side in image.getSize())
    canvas.drawImage(image, x + width - drawn_width, y + (height - drawn_height) / 2, drawn_width, drawn_height)
    _DRAWN[data, box] = canvas._code[begin:]


@lru_cache(maxsize=32)
def _read(data: bytes) -> ImageReader:
    """On our paper: transparency is not for the archive, nor for every printer."""
    with Image.open(io.BytesIO(data)) as opened:
        over = opened.convert("RGBA")
    flat = Image.new("RGBA", over.size, PAPER)
    flat.alpha_composite(over)
    return ImageReader(flat.convert("RGB"))
