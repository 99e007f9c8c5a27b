"""PDFs are written anew with what a reader sees on the page, and nothing that acts, hides or tells of its maker."""

import io
import re

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from assessments.screening import refusals
from assessments.screening.blackouts import Redrawn, draw_page, look
from assessments.screening.child import CleanCopy, serve
from assessments.screening.pdfparts import strip, take_descriptions
from assessments.screening.refusals import Refused

MOST_PAGES = 300
MOST_OBJECTS = 100_000
MOST_TEXT = 1_000_000
PROPER_END = re.compile(rb"%%EOF[\s\x00]*\Z")
# What a program may read within its time; the rest is for the learner to look at.
MOST_READ = 4
COVERED = "Something on a page was covered or could not be seen. That page is a picture of what can be seen now; nothing is left underneath."


def clean(data: bytes) -> CleanCopy:
    _check_end(data)
    with _open(data) as pdf:
        notes = strip(pdf)
        described = take_descriptions(pdf)
        copy = _save(pdf)
    seen = look(copy, MOST_TEXT)
    if sum(map(len, seen.pages)) > MOST_TEXT:
        raise Refused(refusals.TOO_MUCH_WORK)
    if seen.redrawn:
        copy = put_in(copy, seen.redrawn)
        notes.append(COVERED)
    unread = [number for number, text in enumerate(seen.pages) if not text.strip()]
    text = "\n\n".join([*seen.pages, *described])
    has_pictures = bool(seen.pictured or unread)
    return CleanCopy(copy, text, notes, has_pictures, _draw(copy, unread[:MOST_READ]))


def _save(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def put_in(data: bytes, redrawn: list[Redrawn]) -> bytes:
    """The file with these pages as pictures; what was on them before is reached from nowhere and so not written."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for drawn in redrawn:
            picture = Stream(pdf, drawn.picture)
            with Image.open(io.BytesIO(drawn.picture)) as opened:
                picture.Width, picture.Height = opened.size
            picture.Type, picture.Subtype = Name.XObject, Name.Image
            picture.ColorSpace, picture.BitsPerComponent, picture.Filter = Name.DeviceRGB, 8, Name.DCTDecode
            page = pdf.pages[drawn.number].obj
            for key in set(page.keys()) - {"/Type", "/Parent"}:
                del page[key]
            page.MediaBox = Array([0, 0, drawn.width, drawn.height])
            page.Resources = Dictionary(XObject=Dictionary(Im0=picture))
            page.Contents = Stream(pdf, f"q {drawn.width} 0 0 {drawn.height} 0 0 cm /Im0 Do Q".encode())
        # The outline of the contents may repeat the words that were covered.
        for key in ("/StructTreeRoot", "/MarkInfo"):
            if key in pdf.Root:
                del pdf.Root[key]
        return _save(pdf)


def _draw(data: bytes, numbers: list[int]) -> list[bytes]:
    """Pages without words as pictures, for a program that reads pictures."""
    if not numbers:
        return []
    with pypdfium2.PdfDocument(data) as document:
        return [draw_page(document[number], grey=True) for number in numbers]


def _check_end(data: bytes) -> None:
    if PROPER_END.search(data[-4096:]):
        return
    # Bytes after the end make one file two: a PDF to us, an archive or a web page to another program.
    raise Refused(refusals.PDF_TRAILING if b"%%EOF" in data else refusals.PDF_DAMAGED)


def _open(data: bytes) -> Pdf:
    try:
        # Without recovery: a repaired PDF may have lost pages without anybody noticing.
        pdf = pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refused(refusals.PDF_LOCKED) from error
    except pikepdf.PdfError as error:
        raise Refused(refusals.PDF_DAMAGED) from error
    if pdf.is_encrypted:
        raise Refused(refusals.PDF_LOCKED)
    if len(pdf.objects) > MOST_OBJECTS:
        raise Refused(refusals.TOO_MUCH_WORK)
    if "/NeedsRendering" in pdf.Root:
        raise Refused(refusals.PDF_LIVE_FORM)
    pages = len(pdf.pages)
    if not pages:
        raise Refused(refusals.PDF_NO_PAGES)
    if pages > MOST_PAGES:
        raise Refused(refusals.PDF_TOO_LONG)
    return pdf


if __name__ == "__main__":
    serve(clean)
