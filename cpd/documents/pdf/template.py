"""Many documents that differ in one page, their attachments and some texts of fixed length: all the rest is written once.

reportlab spends most of its time on writing objects that are the same in every certificate of a board. A template keeps
them as bytes; a new document is the new page among them, with a new table of their places. It is the same document as the
one drawn whole, and the same outside tools judge it.
"""

import hashlib
import zlib
from collections.abc import Callable

from reportlab.pdfbase.pdfdoc import PDFError
from reportlab.pdfbase.pdfmetrics import getFont

from cpd.documents.pdf.archive import Attachment, write_file
from cpd.documents.pdf.document import Document
from cpd.documents.pdf.embedding import Embedded
from cpd.files.fonts import BOLD, FACES, SERIF

# Letters of most European names, so that they need no subset of their own: Latin-1, Latin Extended-A, and some more.
REPERTOIRE = "".join(
    map(chr, [*range(0xC0, 0x180), 0x218, 0x219, 0x21A, 0x21B, 0x2019, 0x1E80, 0x1E81, 0x1E84, 0x1E85])
)


class NotOfThisTemplate(Exception):
    """This document has signs that the template's subsets lack: draw it whole."""


class Template:
    """What stays the same. `model` is a document drawn, not yet finished, with stand-ins in place of what differs."""

    def __init__(self, model: Document) -> None:
        # The face in which names are set: what is framed has a serif.
        font = next(getFont(name) for name in (SERIF, BOLD) if model.document in getFont(name).state)
        font.splitString(REPERTOIRE, model.document)
        states = {name: getFont(name).state.get(model.document) for name in FACES}
        self.data = model.write_for_seal()
        # Frozen by now: a sign that is not among them raises, and never changes what others share.
        self.states = {name: state for name, state in states.items() if state is not None}
        document = model.document
        numbers = {name: number for name, (number, _) in document.idToObjectNumberAndVersion.items()}
        self.size = len(numbers)
        offsets = [document.idToOffset[document.numberToId[number]] for number in range(1, self.size + 1)]
        ends = [*offsets[1:], self.data.rindex(b"xref\n", 0, self.data.rindex(b"startxref"))]
        self.head = self.data[: offsets[0]]
        self.objects = [self.data[start:end] for start, end in zip(offsets, ends, strict=True)]
        self.page = numbers[document.idToObject["Page1"].Contents.__InternalName__] - 1
        self.files = {name: numbers[reference.name] - 1 for name, reference in model.files.items()}
        self.root = numbers[model.catalog.__InternalName__]
        self.info = numbers[document.info.__InternalName__]
        self.places: dict[tuple[bytes, ...], list[int]] = {}

    def fill(
        self, draw: Callable[[Document], None], texts: dict[bytes, bytes], attachments: list[Attachment], made_at
    ) -> bytes:
        """The document with this first page, these texts for the stand-ins (each as long as it), and these attachments."""
        objects = self.objects.copy()
        for place in self._places(tuple(texts)):
            for old, new in texts.items():
                objects[place] = objects[place].replace(old, new)
        objects[self.page] = _stream(self.page + 1, b"", self._draw(draw))
        for attachment in attachments:
            number = self.files[attachment.name]
            objects[number] = b"%d 0 obj\n%s\nendobj\n" % (number + 1, write_file(attachment, made_at))
        return self._join(objects, b"".join(texts.values()))

    def _draw(self, draw: Callable[[Document], None]) -> bytes:
        """The operators of the page, with the letters as the template's subsets number them."""
        page = Document.for_page()
        for name, state in self.states.items():
            getFont(name).state[page.document] = state
        try:
            draw(page)
        except PDFError:
            raise NotOfThisTemplate from None
        finally:
            for name in self.states:
                getFont(name).state.pop(page.document, None)
        if any(isinstance(font, Embedded) for font in page.document.delayedFonts):
            raise NotOfThisTemplate
        canvas = page.canvas
        return "\n".join([canvas._preamble, *canvas._code, " "]).encode("latin-1")

    def _places(self, olds: tuple[bytes, ...]) -> list[int]:
        if olds not in self.places:
            self.places[olds] = [place for place, body in enumerate(self.objects) if any(old in body for old in olds)]
        return self.places[olds]

    def _join(self, objects: list[bytes], seed: bytes) -> bytes:
        position, rows = len(self.head), [b"0000000000 65535 f \n"]
        for body in objects:
            rows.append(b"%010d 00000 n \n" % position)
            position += len(body)
        mark = hashlib.sha256(seed).hexdigest()[:32].encode()
        end = (
            b"xref\n0 %d\n%strailer\n<< /ID [<%s><%s>] /Info %d 0 R /Root %d 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n"
            % (
                self.size + 1,
                b"".join(rows),
                mark,
                mark,
                self.info,
                self.root,
                self.size + 1,
                position,
            )
        )
        return b"".join([self.head, *objects, end])


def _stream(number: int, entries: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data, 1)
    return b"%d 0 obj\n<< /Filter /FlateDecode /Length %d %s>>\nstream\n%s\nendstream\nendobj\n" % (
        number,
        len(packed),
        entries,
        packed,
    )
