"""Draws the receipt of a submission; the same manifest always gives the same bytes."""

import io
import textwrap

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from assessments.portfolios.manifest import Receipt, read_receipt
from assessments.portfolios.states import Declaration
from cpd.accounts.templatetags.words import when
from cpd.files.fonts import BOLD, REGULAR, register

LEFT, RIGHT, TOP, BOTTOM = 20 * mm, 190 * mm, 275 * mm, 22 * mm
COLUMNS = (LEFT, LEFT + 16 * mm, LEFT + 32 * mm, LEFT + 92 * mm, LEFT + 122 * mm)
HEADINGS = ("Item", "Task", "Kind", "Size", "Criteria")
CHECK = (
    "The number above is the SHA-256 of the manifest, a small file that you can download on the page of this receipt. "
    "The manifest lists each item with a digest of its content, so a change to anything would change the number. "
    "Neither holds any of your words or anybody's name."
)


class _Sheet:
    """Writes lines down a page and begins another when it is full."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.height = TOP

    def skip(self, points: float) -> None:
        self.height -= points
        if self.height < BOTTOM:
            self.canvas.showPage()
            self.height = TOP

    def line(self, text: str, *, font: str = REGULAR, size: float = 10.5, left: float = LEFT, gap: float = 15) -> None:
        self.skip(gap)
        self.canvas.setFont(font, size)
        self.canvas.drawString(left, self.height, text)

    def paragraph(self, text: str) -> None:
        for line in textwrap.wrap(text, 96):
            self.line(line, gap=14)

    def row(self, cells: tuple[str, ...], font: str = REGULAR) -> None:
        wrapped = textwrap.wrap(cells[-1], 26) or [""]
        self.line(cells[0], font=font, size=9.5, gap=14)
        for left, cell in zip(COLUMNS[1:], (*cells[1:-1], wrapped[0]), strict=True):
            self.canvas.drawString(left, self.height, cell)
        for rest in wrapped[1:]:
            self.line(rest, font=font, size=9.5, left=COLUMNS[-1], gap=12)


def draw_receipt(manifest: str) -> bytes:
    """The receipt as a PDF."""
    register()
    receipt = read_receipt(manifest)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, initialFontName=REGULAR, lang="en-GB")
    canvas.setTitle(f"Receipt {receipt.reference}")
    canvas.setAuthor("")
    sheet = _Sheet(canvas)
    sheet.line("Receipt", font=BOLD, size=22, gap=0)
    sheet.line("Your portfolio was submitted.", gap=24)
    sheet.skip(8)
    for term, value in _facts(receipt):
        sheet.line(term, font=BOLD)
        canvas.setFont(REGULAR, 10.5)
        canvas.drawString(LEFT + 42 * mm, sheet.height, value)
    sheet.line("What was submitted", font=BOLD, size=13, gap=30)
    sheet.skip(4)
    sheet.row(HEADINGS, font=BOLD)
    for item in receipt.lines:
        sheet.row((item.label, item.task, item.kind, item.size, item.criteria))
    sheet.line("What you declared", font=BOLD, size=13, gap=30)
    for declaration in Declaration:
        sheet.paragraph(f"– {declaration.label}")
    sheet.line("Digest", font=BOLD, size=13, gap=30)
    sheet.line(receipt.digest[:32], size=11, gap=18)
    sheet.line(receipt.digest[32:], size=11)
    sheet.skip(6)
    sheet.paragraph(CHECK)
    canvas.save()
    return out.getvalue()


def _facts(receipt: Receipt) -> list[tuple[str, str]]:
    submitted = f"{when(receipt.submitted_at)} (UK time)"
    return [
        ("Reference", receipt.reference),
        ("Candidate number", receipt.candidate),
        ("Module", receipt.module),
        ("Attempt", str(receipt.attempt)),
        ("Submitted", f"{submitted}, late" if receipt.is_late else submitted),
        ("Due", f"{when(receipt.due_at)} (UK time)"),
    ]
