"""Many documents that differ in one page, their attachments and some texts of fixed length: all the rest is written once.

reportlab spends most of its time on writing objects that are the same in every certificate of a board. A template keeps
them as bytes; a new document is the new page among them, with a new table of their places. It is the same document as the
one drawn whole, and the same outside tools judge it.
"""

import hashlib
import re
import zlib
from collections.abc import Callable

from reportlab.pdfbase.pdfdoc import PDFError
from reportlab.pdfbase.pdfmetrics import getFont

from cpd.documents.pdf.archive import Attachment, write_file
from cpd.documents.pdf.document import Document, Shared
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
        offsets = [document.idToOffset[document.numberToId[number]] for number in range(1, len(numbers) + 1)]
        ends = [*offsets[1:], self.data.rindex(b"xref\n", 0, self.data.rindex(b"startxref"))]
        self.page = numbers[document.idToObject["Page1"].Contents.__InternalName__]
        self.files = {name: numbers[reference.name] for name, reference in model.files.items()}
        self.root, self.info = numbers[model.catalog.__InternalName__], numbers[document.info.__InternalName__]
        # What differs in length stands at the end, so that all the rest keeps its place.
        moves = {self.page, *self.files.values()}
        self.fixed, self.rows = self.data[: offsets[0]], [b"0000000000 65535 f \n"]
        for number, (start, end) in enumerate(zip(offsets, ends, strict=True), start=1):
            self.rows.append(_row(len(self.fixed)))
            if number not in moves:
                self.fixed += self.data[start:end]
        self.pieces: dict[tuple[bytes, ...], list[bytes]] = {}
        self.shared: Shared = {}

    def fill(
        self, draw: Callable[[Document], None], texts: dict[bytes, bytes], attachments: list[Attachment], made_at
    ) -> bytes:
        """The document with this first page, these texts for the stand-ins (each as long as it), and these attachments."""
        objects = {self.page: _stream(self._draw(draw))}
        for attachment in attachments:
            objects[self.files[attachment.name]] = write_file(attachment, made_at)
        pieces = self._cut(tuple(texts))
        fixed = b"".join(texts[piece] if place % 2 else piece for place, piece in enumerate(pieces))
        return self._join(fixed, objects, b"".join(texts.values()))

    def _draw(self, draw: Callable[[Document], None]) -> bytes:
        """The operators of the page, with the letters as the template's subsets number them."""
        page = Document.for_page(self.shared)
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

    def _cut(self, olds: tuple[bytes, ...]) -> list[bytes]:
        """What does not move, cut at the stand-ins, which are every second piece."""
        if olds not in self.pieces:
            self.pieces[olds] = re.split(b"(" + b"|".join(map(re.escape, olds)) + b")", self.fixed)
        return self.pieces[olds]

    def _join(self, fixed: bytes, objects: dict[int, bytes], seed: bytes) -> bytes:
        position, rows, parts = len(fixed), self.rows.copy(), [fixed]
        for number, body in objects.items():
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
            rows[number] = _row(position)
            position += len(parts[-1])
        mark = hashlib.sha256(seed).hexdigest()[:32].encode()
        size = len(rows)
        parts += [b"xref\n0 %d\n" % size, *rows]
        parts.append(
            b"trailer\n<< /ID [<%s><%s>] /Info %d 0 R /Root %d 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n"
            % (mark, mark, self.info, self.root, size, position)
        )
        return b"".join(parts)


def _row(position: int) -> bytes:
    return b"%010d 00000 n \n" % position


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data, 1)
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
