"""Reads back what is attached to a PDF."""

import io

import pikepdf

from cpd.documents.refusals import NotReadable

LARGEST_ATTACHMENT = 1 << 20


def read_attachments(pdf: bytes) -> dict[str, bytes]:
    """The attached files by name; NotReadable for what is no PDF, or holds more than any document of ours does."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            found = {}
            for name, attachment in opened.attachments.items():
                data = attachment.get_file().read_bytes()
                if len(data) > LARGEST_ATTACHMENT or len(found) > 10:
                    raise NotReadable("The attachments of this PDF are too large to be ours.")
                found[name] = data
            return found
    except (pikepdf.PdfError, ValueError, KeyError, TypeError):
        raise NotReadable("This file is not a PDF that we can open.") from None
