"""Draws tagged PDF/A-3 documents in one write, and signs them in place. The only code, with fonts.py, that knows reportlab."""

from cpd.documents.pdf.document import Document
from cpd.documents.pdf.text import fit, is_turned, width_of, wrap

__all__ = ["Document", "fit", "is_turned", "width_of", "wrap"]
