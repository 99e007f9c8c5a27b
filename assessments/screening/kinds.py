"""Which kinds of file are taken, told from their content; the name must agree."""

from enum import Enum

from assessments.screening.refusals import NAME_DIFFERS, OLD_OFFICE, UNKNOWN_KIND, Refused


class Kind(Enum):
    PDF = "pdf"
    DOCX = "docx"
    JPEG = "jpg"
    PNG = "png"

    @property
    def extension(self) -> str:
        return f".{self.value}"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self]


CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
}
NAMED = {
    "pdf": Kind.PDF,
    "docx": Kind.DOCX,
    "jpg": Kind.JPEG,
    "jpeg": Kind.JPEG,
    "jfif": Kind.JPEG,
    "png": Kind.PNG,
}
# Only at the very first byte: a PDF reader finds %PDF- further in too, and so opens an HTML page as a PDF.
STARTS = (
    (b"%PDF-", Kind.PDF),
    (b"PK\x03\x04", Kind.DOCX),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
)
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def identify(data: bytes, declared_name: str) -> Kind:
    """The kind of these bytes; refuses any other kind and a name that says something else."""
    if data.startswith(OLE_START):
        raise Refused(OLD_OFFICE)
    named = NAMED.get(_extension(declared_name))
    kind = next((kind for start, kind in STARTS if data.startswith(start)), None)
    if kind is None:
        raise Refused(NAME_DIFFERS if named else UNKNOWN_KIND)
    if kind is not named:
        raise Refused(NAME_DIFFERS)
    return kind


def _extension(name: str) -> str:
    return name.rstrip(". ").rpartition(".")[2].lower() if "." in name else ""
