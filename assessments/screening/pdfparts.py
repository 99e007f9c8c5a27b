"""What is taken out of a PDF: all that acts, attaches, hides or tells of its maker."""

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from assessments.screening import refusals
from assessments.screening.jpegs import strip_jpeg
from assessments.screening.refusals import Refused

DEEPEST = 40
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
# Words for those who listen to a page.
DESCRIPTIONS = {"/Alt", "/ActualText", "/E"}
ACTIVE = "Scripts, actions or links were removed from the PDF."
ATTACHED = "Files attached to the PDF were removed."
COMMENTED = "Comments were removed from the PDF; what is marked on the page stays."
MAKER = "The author, program and dates of the PDF were removed."


def strip(pdf: Pdf) -> list[str]:
    """Leave in the open PDF what a reader sees on its pages; gives notes on what went."""
    notes = [MAKER]
    if _drop_unseen_annotations(pdf):
        notes.append(COMMENTED)
    if len(pdf.attachments):
        notes.append(ATTACHED)
    acts = {"/OpenAction", "/AA", "/Names", "/AcroForm", "/URI"} & set(pdf.Root.keys())
    # Forms and marks become part of the page: a black box that somebody drew over a name stays where it is.
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
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


def take_descriptions(pdf: Pdf) -> list[str]:
    """What the file says of its pictures to people who do not see them; it is read like the rest."""
    said = [str(found[key]) for found in _dictionaries(pdf) for key in DESCRIPTIONS & set(found.keys())]
    return list(dict.fromkeys(text for text in said if text.strip()))


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
                inner = [thing[key] for key in thing]
            elif isinstance(thing, Array):
                inner = list(thing)
            else:
                continue
            waiting += [
                (part, depth + 1) for part in inner if isinstance(part, Dictionary | Array) and not part.is_indirect
            ]


def _strip_dictionary(found: Object) -> None:
    keys = set(found.keys())
    for key in keys & REMOVED:
        del found[key]
    if "/A" in keys and isinstance(found["/A"], Dictionary) and "/S" in found["/A"]:
        del found["/A"]
    if isinstance(found, Stream) and found.get("/Subtype") == Name.Image and found.get("/Filter") == Name.DCTDecode:
        found.write(strip_jpeg(found.read_raw_bytes()), filter=Name.DCTDecode)
