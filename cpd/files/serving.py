"""Hand a stored file to a browser, as a download or a picture, so that nothing in it can act on our pages."""

import re
import unicodedata

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from cpd.files.models import StoredFile
from cpd.files.store import open_chunks

EXTENSIONS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/zip": ".zip",
    "application/json": ".json",
    "text/csv": ".csv",
    "text/calendar": ".ics",
    "text/plain": ".txt",
}
PICTURES = frozenset({"image/jpeg", "image/png"})
LONGEST_NAME = 120
WINDOWS_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def attachment_response(stored: StoredFile, filename: str) -> StreamingHttpResponse:
    """The file as an attachment under this name; the caller has checked that the person may have it."""
    return _response(stored, filename, as_attachment=True)


def picture_response(stored: StoredFile, filename: str) -> StreamingHttpResponse:
    """A picture for a page of ours to show. Refuses every other kind, which a browser might run."""
    if stored.content_type not in PICTURES:
        raise ValueError(f"{stored.content_type} is not shown in a page.")
    return _response(stored, filename, as_attachment=False)


def _response(stored: StoredFile, filename: str, *, as_attachment: bool) -> StreamingHttpResponse:
    response = StreamingHttpResponse(open_chunks(stored), content_type=stored.content_type)
    name = safe_filename(filename, stored.content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=as_attachment, filename=name)
    response["Content-Length"] = stored.size
    return _fenced(response)


def text_response(text: str, filename: str) -> HttpResponse:
    """A text as an attachment."""
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = safe_filename(filename, "text/plain")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return _fenced(response)


def _fenced[R: (HttpResponse, StreamingHttpResponse)](response: R) -> R:
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store, private"
    return response


def safe_filename(filename: str, content_type: str) -> str:
    """A name that every system can save and that ends as its content does."""
    extension = EXTENSIONS.get(content_type, ".bin")
    visible = "".join(
        " " if character in '\\/:*?"<>|' else character
        for character in unicodedata.normalize("NFC", filename)
        if unicodedata.category(character)[0] != "C"
    )
    stem = " ".join(visible.split()).strip(". ")
    if stem.lower().endswith(extension):
        stem = stem[: -len(extension)].strip(". ")
    stem = stem[: LONGEST_NAME - len(extension)].strip(". ") or "file"
    if WINDOWS_DEVICES.match(stem):
        stem = f"file {stem}"
    return stem + extension
