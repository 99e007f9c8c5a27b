"""Draws the demonstration's file: a one-page map, as a learner would upload it."""

import io

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from cpd.files import fonts
from cpd.files.fonts import BOLD, REGULAR

PLANETS = (
    ("Domestic abuse", "Leave, and we will help you.", 45, 205),
    ("Child protection", "Keep him away, or we will have to act.", 105, 135),
    ("Contact", "Encourage the children to see him.", 60, 65),
)


def draw_map() -> bytes:
    """Three circles and what each tells Parent C."""
    fonts.register()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, initialFontName=REGULAR)
    canvas.setFont(BOLD, 16)
    canvas.drawString(20 * mm, 275 * mm, "Three planets, one family (made up)")
    for name, message, x, y in PLANETS:
        canvas.circle(x * mm, y * mm, 26 * mm)
        canvas.setFont(BOLD, 12)
        canvas.drawCentredString(x * mm, (y + 3) * mm, name)
        canvas.setFont(REGULAR, 9)
        canvas.drawCentredString(x * mm, (y - 5) * mm, message)
    canvas.setFont(REGULAR, 10)
    canvas.drawString(20 * mm, 25 * mm, "Child A heard all three in one month: “everyone wants something else”.")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
