"""Draws a certificate from its snapshot: two designs, which never look alike."""

from assessments.certificates.pdf.drawing import Drawing, draw, verify_address

__all__ = ["Drawing", "draw", "verify_address"]
