"""Replaces words in a clean copy of a file: written anew in a Word document, blacked out on the page of a PDF."""

import ctypes
import io
import re

import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree
from PIL import Image, ImageDraw

from assessments.screening import documents, pdfs
from assessments.screening.blackouts import DRAWN_AT, QUALITY, Redrawn, look
from assessments.screening.child import CleanCopy, serve
from assessments.screening.packages import read_package, write_package
from assessments.screening.packing import unpack
from assessments.screening.wordcovers import BLOCK
from assessments.screening.wordpackage import parse, write

MARGIN = 1.5  # points around the words


def rewrite(packed: bytes) -> CleanCopy:
    words, instead, data = unpack(packed)
    if data.startswith(b"%PDF-"):
        copy = pdfs.clean(_black_out(data, words))
        # A page that is a picture now has no words of its own; what was read of it before still says what it shows.
        copy.text = _pattern(words).sub(BLOCK, "\n\n".join(look(data, pdfs.MOST_TEXT).pages))
        copy.unread = []
        return copy
    return documents.clean(_replace(data, words, instead))


def _pattern(words: list[str]) -> re.Pattern:
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words))


def _replace(data: bytes, words: list[str], instead: str) -> bytes:
    parts = read_package(data)
    pattern = _pattern(words)
    for name, content in parts.items():
        if not name.endswith(".xml") or name.startswith("["):
            continue
        tree = parse(content)
        for paragraph in tree.iter("{*}p"):
            _replace_in(paragraph, pattern, instead)
        for described in tree.iter("{*}docPr"):
            for attribute in ("descr", "title"):
                if described.get(attribute):
                    described.set(attribute, pattern.sub(instead, described.get(attribute)))
        parts[name] = write(tree)
    return write_package(parts)


def _replace_in(paragraph: etree._Element, pattern: re.Pattern, instead: str) -> None:
    """Words may be spread over runs, so they are found in the whole paragraph; what replaces them goes into the first."""
    runs = [text for text in paragraph.iter("{*}t") if _paragraph_of(text) is paragraph]
    whole = "".join(text.text or "" for text in runs)
    for match in reversed(list(pattern.finditer(whole))):
        at = 0
        for text in runs:
            said = text.text or ""
            start, end = max(match.start() - at, 0), min(match.end() - at, len(said))
            if start < end:
                is_first = match.start() >= at
                text.text = said[:start] + (instead if is_first else "") + said[end:]
                text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            at += len(said)


def _paragraph_of(text: etree._Element) -> etree._Element | None:
    return next(text.iterancestors("{*}p"), None)


def _black_out(data: bytes, words: list[str]) -> bytes:
    redrawn = []
    with pypdfium2.PdfDocument(data) as document:
        for number, page in enumerate(document):
            boxes = _find_boxes(page, words)
            if boxes:
                redrawn.append(_draw_over(page, number, boxes))
    return pdfs.put_in(data, redrawn) if redrawn else data


def _find_boxes(page: pypdfium2.PdfPage, words: list[str]) -> list[tuple]:
    said = page.get_textpage()
    boxes = []
    for word in words:
        searched = said.search(word, match_case=True, match_whole_word=True)
        while (found := searched.get_next()) is not None:
            start, count = found
            boxes += [said.get_charbox(at, loose=True) for at in range(start, start + count)]
    return boxes


def _draw_over(page: pypdfium2.PdfPage, number: int, boxes: list[tuple]) -> Redrawn:
    drawn: Image.Image = page.render(scale=DRAWN_AT).to_pil().convert("RGB")
    pen = ImageDraw.Draw(drawn)
    for left, bottom, right, top in boxes:
        corners = [_to_pixels(page, x, y, drawn.size) for x, y in ((left, top), (right, bottom))]
        (x1, y1), (x2, y2) = corners
        edge = MARGIN * DRAWN_AT
        pen.rectangle((min(x1, x2) - edge, min(y1, y2) - edge, max(x1, x2) + edge, max(y1, y2) + edge), fill="black")
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=QUALITY)
    return Redrawn(number, out.getvalue(), *page.get_size())


def _to_pixels(page: pypdfium2.PdfPage, x: float, y: float, size: tuple[int, int]) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value, down.value


if __name__ == "__main__":
    serve(rewrite)
