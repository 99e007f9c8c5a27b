"""The typefaces of our PDFs, made once from variable faces: Noto Sans, and Noto Serif for what is framed."""

import hashlib
import os
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from reportlab.pdfbase import pdfdoc, pdfmetrics, ttfonts

REGULAR = "CPD-Regular"
BOLD = "CPD-Bold"
SERIF = "CPD-Serif"
# Each face: the package that brings it, and its weight.
FACES = {
    REGULAR: ("fontpkg_noto_sans", 400),
    BOLD: ("fontpkg_noto_sans", 700),
    SERIF: ("fontpkg_noto_serif", 500),
}
# Who draws a sign that a face lacks.
PARTNERS = {REGULAR: REGULAR, BOLD: BOLD, SERIF: BOLD}


@cache
def register() -> None:
    """Make the faces known to reportlab; the first call on a machine makes them, which takes some seconds."""
    for name in FACES:
        pdfmetrics.registerFont(_Font(name, str(_face(name))))


def face_for(sign: str, font: str) -> str:
    """The face that draws this sign where `font` is asked for."""
    return font if sign in signs_of(font) else PARTNERS[font]


@cache
def signs_of(font: str) -> frozenset[str]:
    """All that a face can draw."""
    register()
    return frozenset(map(chr, pdfmetrics.getFont(font).face.charToGlyph))


@cache
def variable_face(package: str) -> Path:
    """The file that a package of one typeface brings."""
    folder = Path(import_module(package).__file__).parent
    return next(path for path in sorted(folder.rglob("*.ttf")) if "Italic" not in path.name)


class _Font(ttfonts.TTFont):
    """Embeds its subsets; the same letters are cut out and packed once in a process, since most documents use the same."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, path, shapable=False)

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:
        state = self.state.pop(doc)
        # From here on a sign that has no place yet is refused, not lost.
        state.frozen = 1
        fonts = doc.idToObject["BasicFonts"].dict
        for number, subset in enumerate(state.subsets):
            cut = _cut(self, number, tuple(subset))
            font = pdfdoc.PDFTrueTypeFont()
            font.Name = f"{state.internalName}+{number}"
            font.BaseFont = cut.name
            font.FirstChar, font.LastChar, font.Widths = 0, len(subset) - 1, cut.widths
            font.ToUnicode = doc.Reference(_packed(cut.to_unicode), f"toUnicode:{cut.name}")
            file = doc.Reference(_packed(cut.file, Length1=cut.size), f"fontFile:{cut.name}")
            descriptor = pdfdoc.PDFDictionary(self._descriptor() | {"FontName": "/" + cut.name, "FontFile2": file})
            font.FontDescriptor = doc.Reference(descriptor, f"fontDescriptor:{cut.name}")
            doc.Reference(font, font.Name)
            fonts[font.Name] = font

    def _descriptor(self) -> dict[str, object]:
        face = self.face
        return {
            "Type": pdfdoc.PDFName("FontDescriptor"),
            "Ascent": face.ascent,
            "CapHeight": face.capHeight,
            "Descent": face.descent,
            "Flags": (face.flags & ~ttfonts.FF_NONSYMBOLIC) | ttfonts.FF_SYMBOLIC,
            "FontBBox": pdfdoc.PDFArray(face.bbox),
            "ItalicAngle": face.italicAngle,
            "StemV": face.stemV,
            "MissingWidth": face.defaultWidth,
        }


@dataclass(frozen=True)
class _Cut:
    """A subset of a face, ready to be embedded."""

    name: str
    widths: str
    to_unicode: bytes
    file: bytes
    size: int


@lru_cache(maxsize=256)
def _cut(font: _Font, number: int, subset: tuple[int, ...]) -> _Cut:
    letters = hashlib.sha256(repr((number, subset)).encode()).digest()
    tag = "".join(chr(ord("A") + byte % 26) for byte in letters[:6])
    name = f"{tag}+{font.face.name.decode()}"
    plain = font.face.makeSubset(list(subset))
    widths = " ".join(f"{font.face.getCharWidth(code):.0f}" for code in subset)
    to_unicode = zlib.compress(_to_unicode(name, subset).encode(), 9)
    return _Cut(name, f"[{widths}]", to_unicode, zlib.compress(plain, 9), len(plain))


def _to_unicode(name: str, subset: tuple[int, ...]) -> str:
    """What each code means."""
    lines = [f"<{code:02X}> <{chr(sign).encode('utf-16-be').hex().upper()}>" for code, sign in enumerate(subset)]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({name}) /Ordering (UCS) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <{len(subset) - 1:02X}>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def _packed(data: bytes, **more: int) -> pdfdoc.PDFStream:
    """A stream whose bytes were compressed before."""
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFName("FlateDecode")} | more), data, [])


def _face(name: str) -> Path:
    path = Path(settings.CPD_VAR) / "fonts" / f"{name}.ttf"
    if path.exists():
        return path
    package, weight = FACES[name]
    path.parent.mkdir(parents=True, exist_ok=True)
    font = TTFont(variable_face(package))
    # reportlab does no shaping, and these tables take most of the time to instance.
    for table in {"GPOS", "GSUB", "GDEF"} & set(font.keys()):
        del font[table]
    location = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | {"wght": weight}
    static = instantiateVariableFont(font, location)
    # reportlab merges faces of one PostScript name, so that bold would be lost.
    for record in static["name"].names:
        if record.nameID in (4, 6):
            record.string = name
    partial = path.with_suffix(f".{os.getpid()}.part")
    static.save(partial)
    os.replace(partial, path)
    return path
