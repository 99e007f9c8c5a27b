"""Pages of a clean PDF as pictures, drawn in the limited process, each with the number of paragraphs on it."""

import io
import json

import pypdfium2

from assessments.screening.child import CleanCopy, serve
from assessments.screening.pieces import LENGTH_BYTES, pack

# So many pages at a time, which the processor time of one process allows for even where each is a scan.
BATCH = 8
LONGEST_SIDE = 1500
MOST_MAGNIFIED = 2.0
QUALITY = 78


def draw(request: bytes) -> CleanCopy:
    """The pages from a number on, that number before the PDF; fewer than BATCH where it ends."""
    first, pdf = int.from_bytes(request[:LENGTH_BYTES]), request[LENGTH_BYTES:]
    pictures, texts = [], []
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(first, min(first + BATCH, len(document))):
            page = document[number]
            words = page.get_textpage()
            texts.append(words.get_text_bounded().replace("\r\n", "\n"))
            words.close()
            pictures.append(_draw_page(page))
            page.close()
    return CleanCopy(pack(pictures), json.dumps(texts))


def _draw_page(page: pypdfium2.PdfPage) -> bytes:
    scale = min(MOST_MAGNIFIED, LONGEST_SIDE / max(*page.get_size(), 1))
    bitmap = page.render(scale=scale)
    out = io.BytesIO()
    bitmap.to_pil().convert("RGB").save(out, "JPEG", quality=QUALITY)
    bitmap.close()
    return out.getvalue()


if __name__ == "__main__":
    serve(draw)
