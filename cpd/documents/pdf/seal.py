"""The signature field: written with the page and filled in afterwards, so that the file has one revision and is one write."""

import hashlib
from datetime import UTC, datetime

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFName, PDFObjectReference, PDFString

from cpd.documents.cms import sign_digest
from cpd.documents.pdf.archive import Catalog

RESERVED_BYTES = 6144
FIELD = "Seal"
EMPTY = b"<" + b"0" * (2 * RESERVED_BYTES) + b">"
# As wide as the largest file can need; blanks follow the number.
RANGE = b"[0 1111111111 2222222222 3333333333]"


def add_field(document: PDFDocument, catalog: Catalog, *, page: str, made_at: datetime) -> PDFObjectReference:
    """An invisible field that certifies the document and allows no change at all (DocMDP 1); its reference."""
    allowed = PDFDictionary({"Type": PDFName("TransformParams"), "P": 1, "V": PDFName("1.2")})
    rule = PDFDictionary({"Type": PDFName("SigRef"), "TransformMethod": PDFName("DocMDP"), "TransformParams": allowed})
    signature = document.Reference(
        PDFDictionary(
            {
                "Type": PDFName("Sig"),
                "Filter": PDFName("Adobe.PPKLite"),
                "SubFilter": PDFName("ETSI.CAdES.detached"),
                "ByteRange": RANGE.decode(),
                "Contents": EMPTY.decode(),
                "M": PDFString(f"D:{made_at.astimezone(UTC):%Y%m%d%H%M%S}Z"),
                "Reference": PDFArray([rule]),
            }
        )
    )
    widget = document.Reference(
        PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Widget"),
                "FT": PDFName("Sig"),
                "T": PDFString(FIELD),
                "TU": PDFString("Electronic seal of the issuer"),
                "Rect": PDFArray([0, 0, 0, 0]),
                # Printed, and locked against moving.
                "F": 132,
                "P": PDFObjectReference(page),
                "V": signature,
            }
        )
    )
    catalog.AcroForm = PDFDictionary({"Fields": PDFArray([widget]), "SigFlags": 3})
    catalog.Perms = PDFDictionary({"DocMDP": signature})
    return widget


def fill(data: bytes) -> bytes:
    """Sign a written document in its own placeholder."""
    # A search for all of the noughts costs more than the signature.
    start = data.index(EMPTY[:100])
    end = start + len(EMPTY)
    place = data.index(RANGE)
    if data[start:end] != EMPTY or data.find(RANGE, place + 1) >= 0:
        raise RuntimeError("The placeholder of the signature was not found where it belongs.")
    numbers = b"[0 %d %d %d]" % (start, end, len(data) - end)
    signed = bytearray(data)
    signed[place : place + len(RANGE)] = numbers.ljust(len(RANGE))
    with memoryview(signed) as view:
        digest = hashlib.sha256(view[:start])
        digest.update(view[end:])
    box = sign_digest(digest.digest())
    if len(box) > RESERVED_BYTES:
        raise RuntimeError("The signature is larger than the room reserved for it.")
    signed[start + 1 : start + 1 + 2 * len(box)] = box.hex().encode()
    return bytes(signed)
