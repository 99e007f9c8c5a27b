"""Embeds what a document uses of a shaped face: a subset at one weight, in which each number says its signs."""

import hashlib
import io
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import uharfbuzz
from fontTools.ttLib import TTFont
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFName, PDFStream, PDFString

from cpd.documents.pdf.scripts import Face
from cpd.documents.pdf.shaping import Glyph

# All that a reader of PDF needs of a typeface; the rest is for shaping, which is over, and for systems.
KEPT = {"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep", "CFF2"}


class Embedded:
    """A face in one document; reportlab asks for its objects when the document is written."""

    def __init__(self, document: PDFDocument, face: Face) -> None:
        self.face = face
        self.name = f"S{len(document.delayedFonts)}"
        # Each glyph with the signs that it stands for; its place, from 1, is its number in the content.
        self.wanted: list[tuple[int, str]] = []
        self.numbers: dict[object, int] = {}
        document.delayedFonts.append(self)

    def number(self, glyph: Glyph) -> int:
        """By which number the content asks for this glyph."""
        # In a CFF a glyph has one number, so there it says what it stood for first.
        key = glyph.number if self.face.is_cff else (glyph.number, glyph.text)
        if key not in self.numbers:
            self.wanted.append((glyph.number, glyph.text))
            self.numbers[key] = len(self.wanted)
        return self.numbers[key]

    def addObjects(self, document: PDFDocument) -> None:
        cut = _cut(self.face, tuple(self.wanted))
        descriptor = {
            "Type": PDFName("FontDescriptor"),
            "FontName": PDFName(cut.name),
            # Signs in an order of our own.
            "Flags": 4,
            "FontBBox": PDFArray(cut.box),
            "ItalicAngle": 0,
            "Ascent": cut.ascent,
            "Descent": cut.descent,
            "CapHeight": cut.ascent,
            "StemV": self.face.weight // 5,
            "FontFile3" if self.face.is_cff else "FontFile2": document.Reference(_stream(cut.file, cut.file_entries)),
        }
        order = {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
        below: dict[str, Any] = {
            "Type": PDFName("Font"),
            "Subtype": PDFName("CIDFontType0" if self.face.is_cff else "CIDFontType2"),
            "BaseFont": PDFName(cut.name),
            "CIDSystemInfo": PDFDictionary(order),
            "FontDescriptor": document.Reference(PDFDictionary(descriptor)),
            "DW": 0,
            "W": PDFArray([1, PDFArray(cut.widths)]),
        }
        if not self.face.is_cff:
            below["CIDToGIDMap"] = document.Reference(_stream(cut.glyphs))
        font = {
            "Type": PDFName("Font"),
            "Subtype": PDFName("Type0"),
            "BaseFont": PDFName(cut.name),
            "Encoding": PDFName("Identity-H"),
            "DescendantFonts": PDFArray([document.Reference(PDFDictionary(below))]),
            "ToUnicode": document.Reference(_stream(cut.to_unicode)),
        }
        document.idToObject["BasicFonts"].dict[self.name] = document.Reference(PDFDictionary(font))


@dataclass(frozen=True)
class _Cut:
    """A subset of a face, ready to be embedded."""

    name: str
    file: bytes
    file_entries: dict[str, Any]
    glyphs: bytes
    to_unicode: bytes
    widths: list[int]
    box: list[int]
    ascent: int
    descent: int


@lru_cache(maxsize=256)
def _cut(face: Face, wanted: tuple[tuple[int, str], ...]) -> _Cut:
    plan = uharfbuzz.SubsetPlan(face.face, _order(face, {number for number, _ in wanted}))
    new = plan.old_to_new_glyph_mapping
    glyphs = [new[number] for number, _ in wanted]
    data = bytes(plan.execute().blob.data)
    opened = TTFont(io.BytesIO(data))
    head, lines, unit = opened["head"], opened["hhea"], 1000 / face.face.upem
    entries: dict[str, Any] = {"Length1": len(data)}
    if face.is_cff:
        data, entries = _number_charset(opened, glyphs), {"Subtype": PDFName("CIDFontType0C")}
    tag = hashlib.sha256(repr((face.name, wanted)).encode()).digest()
    name = f"{''.join(chr(ord('A') + byte % 26) for byte in tag[:6])}+{face.name}"
    return _Cut(
        name=name,
        file=zlib.compress(data, 9),
        file_entries=entries,
        glyphs=zlib.compress(b"".join(glyph.to_bytes(2) for glyph in (0, *glyphs)), 9),
        to_unicode=zlib.compress(_write_to_unicode(name, [text for _, text in wanted]).encode(), 9),
        widths=[face.width_of(number) for number, _ in wanted],
        box=[round(side * unit) for side in (head.xMin, head.yMin, head.xMax, head.yMax)],
        ascent=round(lines.ascent * unit),
        descent=round(lines.descent * unit),
    )


def _order(face: Face, numbers: set[int]) -> uharfbuzz.SubsetInput:
    """What HarfBuzz is to cut out: these glyphs at this weight, as an outline that PDF knows."""
    order, flags = uharfbuzz.SubsetInput(), uharfbuzz.SubsetFlags
    order.glyph_set.update(numbers)
    order.pin_all_axes_to_default(face.face)
    order.pin_axis_location(face.face, "wght", face.weight)
    order.flags = flags.NO_HINTING | flags.NO_LAYOUT_CLOSURE | flags.NOTDEF_OUTLINE | flags.DOWNGRADE_CFF2
    order.drop_table_tag_set.update(int.from_bytes(tag.encode()) for tag in face.face.table_tags if tag not in KEPT)
    return order


def _number_charset(opened: TTFont, glyphs: list[int]) -> bytes:
    """The CFF with our numbers for its glyphs: its own list takes the place of a map from numbers to glyphs."""
    outlines = opened["CFF "].cff[0]
    names = {0: ".notdef"} | {glyph: f"cid{number:05d}" for number, glyph in enumerate(glyphs, start=1)}
    outlines.charset[:] = [names[glyph] for glyph in range(len(outlines.charset))]
    outlines.CharStrings.charStrings = {name: glyph for glyph, name in names.items()}
    return opened["CFF "].compile(opened)


def _write_to_unicode(name: str, texts: list[str]) -> str:
    lines = [f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>" for number, text in enumerate(texts, start=1)]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def _stream(packed: bytes, more: dict[str, Any] | None = None) -> PDFStream:
    """A stream whose bytes were compressed before."""
    return PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")} | (more or {})), packed, [])
