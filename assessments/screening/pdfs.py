"""PDFs are written anew with what a reader sees on the page, and nothing that acts, hides or tells of its maker."""

import io
import re
from collections.abc import Iterator

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from assessments.screening import refusals
from assessments.screening.child import CleanCopy, serve
from assessments.screening.jpegs import strip_jpeg
from assessments.screening.refusals import Refused

MOST_PAGES = 300
MOST_OBJECTS = 200_000
DEEPEST = 40
MOST_TEXT = 1_000_000
PROPER_END = re.compile(rb"%%EOF[\s\x00]*\Z")
# What a catalogue may keep; anything else in it acts, attaches, names places in the file or describes its maker.
KEPT_IN_CATALOGUE = {
    "/Type",
    "/Version",
    "/Pages",
    "/PageLabels",
    "/Lang",
    "/MarkInfo",
    "/StructTreeRoot",
    "/OCProperties",
    "/ViewerPreferences",
    "/OutputIntents",
}
KEPT_ON_PAGE = {
    "/Type",
    "/Parent",
    "/Resources",
    "/MediaBox",
    "/CropBox",
    "/BleedBox",
    "/TrimBox",
    "/ArtBox",
    "/Contents",
    "/Rotate",
    "/Group",
    "/StructParents",
    "/UserUnit",
    "/Tabs",
}
# Taken out of every dictionary anywhere in the file.
REMOVED = {
    "/AA",
    "/OpenAction",
    "/JS",
    "/JavaScript",
    "/EmbeddedFiles",
    "/EF",
    "/AF",
    "/Launch",
    "/RichMediaContent",
    "/XFA",
    "/Metadata",
    "/PieceInfo",
    "/Thumb",
    "/LastModified",
    "/OPI",
    "/URI",
}
# Notes that show only when somebody opens them, and things that play.
UNSEEN_ANNOTATIONS = {
    "/Text",
    "/Popup",
    "/FileAttachment",
    "/Sound",
    "/Movie",
    "/Screen",
    "/RichMedia",
    "/3D",
    "/TrapNet",
}
ACTIVE = "Scripts, actions or links were removed from the PDF."
ATTACHED = "Files attached to the PDF were removed."
COMMENTED = "Comments were removed from the PDF; what is marked on the page stays."
MAKER = "The author, program and dates of the PDF were removed."
UNREAD = "Some pages are pictures, so their words are not checked for names. Look at them yourself before you submit."


def clean(data: bytes) -> CleanCopy:
    _check_end(data)
    with _open(data) as pdf:
        notes = [MAKER, *_strip(pdf)]
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


def _strip(pdf: Pdf) -> list[str]:
    notes = []
    if _drop_unseen_annotations(pdf):
        notes.append(COMMENTED)
    if len(pdf.attachments):
        notes.append(ATTACHED)
    # Forms and marks become part of the page: a black box that somebody drew over a name stays where it is.
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
    acts = {"/OpenAction", "/AA", "/Names", "/AcroForm", "/URI"} & set(pdf.Root.keys())
    _keep_only(pdf.Root, KEPT_IN_CATALOGUE)
    for page in pdf.pages:
        acts |= {"/Annots", "/AA"} & set(page.obj.keys())
        _keep_only(page.obj, KEPT_ON_PAGE)
    for found in _dictionaries(pdf):
        _strip_dictionary(found)
    if acts:
        notes.append(ACTIVE)
    for key in list(pdf.trailer.keys()):
        if key in ("/Info", "/ID"):
            del pdf.trailer[key]
    return notes


def _drop_unseen_annotations(pdf: Pdf) -> bool:
    dropped = False
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        if not isinstance(annotations, Array):
            continue
        kept = [note for note in annotations if not _is_unseen(note)]
        if len(kept) < len(annotations):
            dropped = True
            page.obj.Annots = Array(kept)
    return dropped


def _is_unseen(note: Object) -> bool:
    return not isinstance(note, Dictionary) or str(note.get("/Subtype")) in UNSEEN_ANNOTATIONS


def _keep_only(holder: Object, kept: set[str]) -> None:
    for key in set(holder.keys()) - kept:
        del holder[key]


def _dictionaries(pdf: Pdf) -> Iterator[Object]:
    """Every dictionary in the file: indirect ones, and those written inside others."""
    for top in pdf.objects:
        waiting = [(top, 0)]
        while waiting:
            thing, depth = waiting.pop()
            if depth > DEEPEST:
                raise Refused(refusals.TOO_MUCH_WORK)
            if isinstance(thing, Dictionary | Stream):
                yield thing
                inner = [thing[key] for key in thing.keys()]
            elif isinstance(thing, Array):
                inner = list(thing)
            else:
                continue
            waiting += [
                (part, depth + 1)
                for part in inner
                if isinstance(part, Dictionary | Array) and not part.is_indirect
            ]


def _strip_dictionary(found: Object) -> None:
    keys = set(found.keys())
    for key in keys & REMOVED:
        del found[key]
    if "/A" in keys and isinstance(found["/A"], Dictionary) and "/S" in found["/A"]:
        del found["/A"]
    if isinstance(found, Stream) and found.get("/Subtype") == Name.Image and found.get("/Filter") == Name.DCTDecode:
        found.write(strip_jpeg(found.read_raw_bytes()), filter=Name.DCTDecode)


if __name__ == "__main__":
    serve(clean)
