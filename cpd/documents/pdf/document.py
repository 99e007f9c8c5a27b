"""A tagged document under construction: a reportlab canvas on which everything drawn says what it is."""

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFString
from reportlab.pdfgen.canvas import Canvas

from cpd.documents.pdf import seal
from cpd.documents.pdf.archive import About, Attachment, Catalog, attach, describe
from cpd.documents.pdf.pictures import draw_picture
from cpd.documents.pdf.structure import Marks, Structure
from cpd.documents.pdf.text import draw_text, paint, width_of
from cpd.files import fonts
from cpd.files.fonts import REGULAR

# Parts of a page that all documents of a template have alike: their operators, and how many marks they take.
type Shared = dict[Callable, tuple[list[str], int]]

PRODUCER = f"ReportLab {version('reportlab')}"


class Document:
    """Draw inside `tagged()` or `artifact()`; `seal()` gives the signed bytes, `write()` the bytes without a signature."""

    def __init__(
        self,
        *,
        size: tuple[float, float],
        title: str,
        author: str,
        subject: str,
        creator: str,
        made_at: datetime,
        language: str = "en-GB",
    ) -> None:
        fonts.register()
        self.about = About(title, author, subject, creator, PRODUCER, language, made_at)
        self.out = io.BytesIO()
        # Without a first face of our own Helvetica would be in the file, and not embedded.
        self.canvas = Canvas(
            self.out, pagesize=size, initialFontName=REGULAR, pageCompression=1, lang=language, pdfVersion=(1, 7)
        )
        document = self.document = self.canvas._doc
        self.catalog = Catalog()
        self.catalog.Pages, self.catalog.Lang = document.Pages, document.Catalog.Lang
        document.Catalog = document._catalog = self.catalog
        document._timeStamp = _Moment(made_at)
        # Else the clock and the machine would go into the identifier, and one document would have many.
        document.signature = hashlib.md5(usedforsecurity=False)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setSubject(subject)
        self.canvas.setCreator(creator)
        self.canvas.setProducer(PRODUCER)
        self.structure = Structure(document)
        self.attachments: list[Attachment] = []
        self.files: dict[str, PDFObjectReference] = {}
        self.drawn: Shared | None = None

    @property
    def page(self) -> str:
        return self.document.thisPageName()

    @contextmanager
    def tagged(self, tag: str, *, alt: str = "", text: str = "") -> Iterator[None]:
        """What is drawn inside is this: H1, P, Figure (with its words in `alt`), Lbl, LBody, TH, TD, …

        `text` is what is read aloud where the signs are drawn in another order than they are read.
        """
        mark = self.structure.add(tag, page=self.page, alt=alt, text=text)
        self.canvas._code.append(f"/{tag} <</MCID {mark}>> BDC")
        yield
        self.canvas._code.append("EMC")

    @contextmanager
    def group(self, tag: str) -> Iterator[None]:
        """What is tagged inside stands in this: L, LI, Table, TR, Sect."""
        self.structure.begin(tag, page=self.page)
        yield
        self.structure.end()

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is decoration; nobody is to hear it read out."""
        self.canvas._code.append("/Artifact BMC")
        yield
        self.canvas._code.append("EMC")

    def share(self, draw: Callable, *facts: object) -> None:
        """Draw a part that depends on nothing but what all documents of a template have in common: there it is drawn once."""
        if self.drawn is None:
            draw(self, *facts)
            return
        if draw in self.drawn:
            operators, marks = self.drawn[draw]
            self.canvas._code += operators
            self.structure.count += marks
            return
        begin, before = len(self.canvas._code), self.structure.count
        draw(self, *facts)
        self.drawn[draw] = self.canvas._code[begin:], self.structure.count - before

    def stamp(self, name: str, draw: Callable[["Document"], None]) -> None:
        """A picture that stands apart in the file under this name, once; a template has it already, packed."""
        if self.drawn is None:
            self.canvas.beginForm(name)
            draw(self)
            self.canvas.endForm()
        self.canvas.doForm(name)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        font: str,
        size: float,
        colour: str,
        align: str = "left",
        is_english: bool = True,
    ) -> None:
        """One line of text. In an English one a name of another script runs as its letters do, and the line does not; a line
        that may be in any language runs as its first letter does."""
        draw_text(self.canvas, x, y, text, font=font, size=size, colour=colour, align=align, is_english=is_english)

    def picture(self, x: float, y: float, width: float, height: float, data: bytes, *, alt: str) -> None:
        """An image inside this box, in the middle of its height, at the right."""
        with self.tagged("Figure", alt=alt):
            draw_picture(self.canvas, (x, y, width, height), data, is_there=isinstance(self.structure, Marks))

    def link(self, x: float, y: float, text: str, address: str, *, font: str, size: float, colour: str) -> None:
        """A line of text that leads to this address."""
        with self.tagged("Link", alt=text):
            self.text(x, y, text, font=font, size=size, colour=colour)
        if isinstance(self.structure, Marks):
            return
        annotation = self.document.Reference(
            PDFDictionary(
                {
                    "Type": PDFName("Annot"),
                    "Subtype": PDFName("Link"),
                    "Rect": PDFArray([x, y - size * 0.25, x + width_of(text, font, size), y + size]),
                    "Border": PDFArray([0, 0, 0]),
                    # Printed with the page.
                    "F": 4,
                    "Contents": PDFString(text),
                    "A": PDFDictionary({"S": PDFName("URI"), "URI": PDFString(address)}),
                }
            )
        )
        self.canvas._annotationrefs.append(annotation)
        self.structure.add_link(annotation, page=self.page)

    def line(self, *ends: float, width: float, colour: str) -> None:
        self.canvas.setStrokeColor(paint(colour))
        self.canvas.setLineWidth(width)
        self.canvas.line(*ends)

    def fill(self, x: float, y: float, width: float, height: float, *, colour: str) -> None:
        """A filled rectangle."""
        self.canvas.setFillColor(paint(colour))
        self.canvas.rect(x, y, width, height, stroke=0, fill=1)

    def frame(self, x: float, y: float, width: float, height: float, *, colour: str, line: float) -> None:
        self.canvas.setStrokeColor(paint(colour))
        self.canvas.setLineWidth(line)
        self.canvas.rect(x, y, width, height)

    def shape(self, operators: str, *, colour: str, line: float = 0) -> None:
        """A path in PDF's own operators, filled, or stroked with a line of this width."""
        if line:
            self.canvas.setStrokeColor(paint(colour))
            self.canvas.setLineWidth(line)
        else:
            self.canvas.setFillColor(paint(colour))
        self.canvas._code.append(f"{operators} {'S' if line else 'f'}")

    def scaled(self, operators: str, *, x: float, y: float, step: float, colour: str) -> None:
        """A filled path whose unit is `step`, from this point."""
        self.canvas.setFillColor(paint(colour))
        self.canvas._code.append(f"q {step:.5f} 0 0 {step:.5f} {x:.3f} {y:.3f} cm {operators} f Q")

    def attach(self, name: str, data: bytes, *, content_type: str, description: str) -> None:
        self.attachments.append(Attachment(name, data, content_type, description))

    def next_page(self) -> None:
        self.canvas.showPage()
        self.structure.next_page()

    def write(self) -> bytes:
        return self._finish(with_seal=False)

    def seal(self) -> bytes:
        """The document, signed by our seal in one write."""
        return seal.fill(self.write_for_seal())

    def write_for_seal(self) -> bytes:
        """The document with an empty place for the seal."""
        return self._finish(with_seal=True)

    @classmethod
    def for_page(cls, shared: Shared) -> "Document":
        """One page to be drawn among the objects of a template: marks are counted, and no structure is made."""
        page = cls(size=(1, 1), title="", author="", subject="", creator="", made_at=datetime(2000, 1, 1, tzinfo=UTC))
        page.structure = Marks()
        page.drawn = shared
        return page

    def _finish(self, *, with_seal: bool) -> bytes:
        last = self.page
        if with_seal:
            widget = seal.add_field(self.document, self.catalog, page=last, made_at=self.about.made_at)
            self.structure.add_form(widget, page=last, alt="Electronic seal of the issuer")
            self.canvas._annotationrefs.append(widget)
        self.canvas.showPage()
        pages = [self.document.idToObject[f"Page{number}"] for number in range(1, self.document.pageCounter)]
        for said in (*(page.stream for page in pages), *(attachment.data for attachment in self.attachments)):
            self.document.updateSignature(said)
        self.catalog.StructTreeRoot = self.structure.finish(pages)
        describe(self.document, self.catalog, self.about)
        self.files = attach(self.document, self.catalog, self.attachments, self.about.made_at)
        self.canvas.save()
        return self.out.getvalue()


class _Moment:
    """When the document was made, in the form of reportlab's own time stamp, always in UTC."""

    def __init__(self, made_at: datetime) -> None:
        self.YMDhms = tuple(made_at.utctimetuple())[:6]
        self.dhh = self.dmm = 0
