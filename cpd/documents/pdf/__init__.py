"""Draws tagged PDF/A-3 documents in one write, and signs them in place. The only code, with fonts.py, that knows reportlab."""

from cpd.documents.pdf.archive import Attachment
from cpd.documents.pdf.document import Document
from cpd.documents.pdf.scripts import is_shaped
from cpd.documents.pdf.seal import fill as seal
from cpd.documents.pdf.shaping import missing_glyphs
from cpd.documents.pdf.sheet import Sheet
from cpd.documents.pdf.template import NotOfThisTemplate, Template
from cpd.documents.pdf.text import fit, width_of, wrap

__all__ = [
    "Attachment",
    "Document",
    "NotOfThisTemplate",
    "Sheet",
    "Template",
    "fit",
    "is_shaped",
    "missing_glyphs",
    "seal",
    "width_of",
    "wrap",
]
