"""Draws a certificate from its snapshot: two designs, which never look alike."""

from assessments.certificates.pdf.drawing import Drawing, draw, draw_whole, splice
from assessments.certificates.pdf.parts import verify_address

__all__ = ["Drawing", "draw", "draw_whole", "splice", "verify_address"]
