"""PDFs are written anew with what a reader sees on the page, and nothing that acts, hides or tells of its maker."""

import io
import re

import pikepdf
import pypdfium2
from pikepdf import Pdf

from assessments.screening import refusals
from assessments.screening.child import CleanCopy, serve
from assessments.screening.pdfparts import strip
from assessments.screening.refusals import Refused

MOST_PAGES = 300
MOST_OBJECTS = 100_000
MOST_TEXT = 1_000_000
PROPER_END = re.compile(rb"%%EOF[\s\x00]*\Z")
UNREAD = "Some pages are pictures, so their words are not checked for names. Look at them yourself before you submit."


def clean(data: bytes) -> CleanCopy:
    _check_end(data)
    with _open(data) as pdf:
        notes = strip(pdf)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    text, is_read = extract_text(out.getvalue())
    if not is_read:
        notes.append(UNREAD)
    return CleanCopy(out.getvalue(), text, notes)


def extract_text(data: bytes) -> tuple[str, bool]:
    """The words of every page, and whether every page has some."""
    pages = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            words = page.get_textpage()
            pages.append(words.get_text_bounded().replace("\r\n", "\n"))
            words.close()
            page.close()
            if sum(map(len, pages)) > MOST_TEXT:
                raise Refused(refusals.TOO_MUCH_WORK)
    return "\n\n".join(pages), all(page.strip() for page in pages)


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
