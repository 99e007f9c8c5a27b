"""What stands on a page of a PDF and cannot be seen: words under a black box, white on white, pixels behind a cover.

Such a page is drawn anew as a picture of what can be seen, so that nothing is left underneath.
"""

import ctypes
import io
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

DRAWN_AT = 150 / 72  # points to pixels
LOOKED_AT = 1.5
MOST_PIXELS = 9_000_000
QUALITY = 82
# A letter whose box is all of one shade cannot be read; scanning and smoothing make small differences.
SHADES = 12
FEWEST_HIDDEN = 2
INVISIBLE = 3
DARKEST = 140
OVERLAP = 0.01
OUTSIDE = 0.02

type Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Redrawn:
    """A page as a JPEG, and its size in points."""

    number: int
    picture: bytes
    width: float
    height: float


@dataclass(frozen=True)
class Seen:
    """The words that can be seen on each page, and the pages that had to be drawn anew."""

    pages: list[str]
    redrawn: list[Redrawn]
    pictured: set[int]


def look(data: bytes, most_text: int) -> Seen:
    """Read every page as an eye does. Stops early, with what it has, when the text grows beyond `most_text`."""
    pages, redrawn, pictured = [], [], set()
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document):
            objects = list(page.get_objects(max_depth=1))
            words = page.get_textpage()
            text = words.get_text_bounded().replace("\r\n", "\n")
            if any(thing.type == pdfium.FPDF_PAGEOBJ_IMAGE for thing in page.get_objects(max_depth=4)):
                pictured.add(number)
            hidden = _find_hidden(page, words) if _may_hide(page, objects) else set()
            if len(hidden) >= FEWEST_HIDDEN:
                text = "".join(words.get_text_range(at, 1) for at in range(words.count_chars()) if at not in hidden)
            if len(hidden) >= FEWEST_HIDDEN or _covers_a_picture(page, objects):
                redrawn.append(_redraw(page, number))
            pages.append(text)
            words.close()
            page.close()
            if sum(map(len, pages)) > most_text:
                break
    return Seen(pages, redrawn, pictured)


def draw_page(page: pypdfium2.PdfPage, *, grey: bool = False) -> bytes:
    """The page as a JPEG, at a size that can be read."""
    width, height = page.get_size()
    scale = min(DRAWN_AT, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    out = io.BytesIO()
    page.render(scale=scale, grayscale=grey).to_pil().convert("L" if grey else "RGB").save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _redraw(page: pypdfium2.PdfPage, number: int) -> Redrawn:
    return Redrawn(number, draw_page(page), *page.get_size())


def _may_hide(page: pypdfium2.PdfPage, objects: list) -> bool:
    """Whether anything but plain dark words stands on the page; most pages are spared the closer look."""
    return any(
        thing.type != pdfium.FPDF_PAGEOBJ_TEXT or _is_faint(thing) or _leaves(page, thing.get_bounds())
        for thing in objects
    )


def _is_faint(words: pypdfium2.PdfObject) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = pdfium.FPDFPageObj_GetFillColor(words, red, green, blue, alpha)
    is_light = not known or max(red.value, green.value, blue.value) > DARKEST or alpha.value < 255
    return is_light or pdfium.FPDFTextObj_GetTextRenderMode(words) >= INVISIBLE


def _find_hidden(page: pypdfium2.PdfPage, words: pypdfium2.PdfTextPage) -> set[int]:
    """The places in the text of letters and figures that nobody can see."""
    count = words.count_chars()
    if not count:
        return set()
    scale = min(LOOKED_AT, (MOST_PIXELS / max(1.0, page.get_width() * page.get_height())) ** 0.5)
    shown = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    hidden = set()
    for at in range(count):
        if not words.get_text_range(at, 1).strip().isalnum():
            continue
        place = _place(page, words, at, scale)
        if place is None or _is_plain(shown, place):
            hidden.add(at)
    return hidden


def _place(page: pypdfium2.PdfPage, words: pypdfium2.PdfTextPage, at: int, scale: float) -> tuple | None:
    """Where a letter stands in the drawn page, upright pages only being turned by pdfium itself."""
    left, bottom, right, top = words.get_charbox(at, loose=True)
    x1, y1 = _to_device(page, left, top, scale)
    x2, y2 = _to_device(page, right, bottom, scale)
    return (min(x1, x2), min(y1, y2), max(x1, x2) + 1, max(y1, y2) + 1)


def _to_device(page: pypdfium2.PdfPage, x: float, y: float, scale: float) -> tuple[int, int]:
    width, height = (round(side * scale) for side in page.get_size())
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
    return across.value, down.value


def _is_plain(shown: Image.Image, place: tuple[int, int, int, int]) -> bool:
    left, upper = max(0, place[0]), max(0, place[1])
    right, lower = min(shown.width, place[2]), min(shown.height, place[3])
    if right <= left or lower <= upper:
        return True  # beside the page
    darkest, lightest = shown.crop((left, upper, right, lower)).getextrema()
    return lightest - darkest < SHADES


def _covers_a_picture(page: pypdfium2.PdfPage, objects: list) -> bool:
    """Whether part of a picture lies under something, or outside of what is shown of it."""
    pictures: list[Box] = []
    for thing in objects:
        box = thing.get_bounds()
        if any(_share(picture, box) > OVERLAP for picture in pictures) and _is_solid(thing):
            return True
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(box)
            if 1 - _share(box, _clip(thing, box)) > OUTSIDE or _leaves(page, box):
                return True
        elif thing.type == pdfium.FPDF_PAGEOBJ_FORM and _mixes(page, thing):
            return True
    return False


def _leaves(page: pypdfium2.PdfPage, box: Box) -> bool:
    """Whether part of a thing lies beside the page."""
    return 1 - _share(box, page.get_cropbox()) > OUTSIDE


def _is_solid(thing: pypdfium2.PdfObject) -> bool:
    if thing.type == pdfium.FPDF_PAGEOBJ_PATH:
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(thing, mode, stroke)
        return mode.value != pdfium.FPDF_FILLMODE_NONE
    return thing.type in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_SHADING)


def _mixes(page: pypdfium2.PdfPage, form: pypdfium2.PdfObject) -> bool:
    """A form with pictures and filled shapes in it: which lies over which is not told, so it is taken for a cover."""
    inner = list(page.get_objects(max_depth=6, form=form, level=1))
    has_picture = any(thing.type == pdfium.FPDF_PAGEOBJ_IMAGE for thing in inner)
    return has_picture and any(thing.type == pdfium.FPDF_PAGEOBJ_PATH and _is_solid(thing) for thing in inner)


def _clip(picture: pypdfium2.PdfObject, box: Box) -> Box:
    """The box to which a picture is cut, or its own."""
    path = pdfium.FPDFPageObj_GetClipPath(picture)
    across, up = ctypes.c_float(), ctypes.c_float()
    shown = box
    for number in range(max(0, pdfium.FPDFClipPath_CountPaths(path))):
        points = []
        for at in range(max(0, pdfium.FPDFClipPath_CountPathSegments(path, number))):
            segment = pdfium.FPDFClipPath_GetPathSegment(path, number, at)
            if pdfium.FPDFPathSegment_GetPoint(segment, across, up):
                points.append((across.value, up.value))
        if points:
            xs, ys = zip(*points, strict=True)
            shown = (max(shown[0], min(xs)), max(shown[1], min(ys)), min(shown[2], max(xs)), min(shown[3], max(ys)))
    return shown


def _share(box: Box, other: Box) -> float:
    """How much of the first lies in the second."""
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(0.0, width) * max(0.0, height) / area if area > 0 else 0.0
