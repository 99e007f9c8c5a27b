"""The typeface of our PDFs: Noto Sans, regular and bold, made once from the variable face and embedded everywhere."""

import os
from functools import cache
from pathlib import Path

import fontpkg_noto_sans
from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from reportlab.pdfbase import pdfmetrics, ttfonts

REGULAR = "CPD-Regular"
BOLD = "CPD-Bold"
WEIGHTS = {REGULAR: 400, BOLD: 700}


@cache
def register() -> None:
    """Make the faces known to reportlab; the first call on a machine makes them, which takes some seconds."""
    for name in WEIGHTS:
        pdfmetrics.registerFont(ttfonts.TTFont(name, str(_face(name))))


def missing_glyphs(text: str) -> str:
    """The characters of a text that the typeface cannot draw, each once."""
    register()
    known = pdfmetrics.getFont(REGULAR).face.charToGlyph
    return "".join(dict.fromkeys(sign for sign in text if ord(sign) not in known))


def _face(name: str) -> Path:
    path = Path(settings.CPD_VAR) / "fonts" / f"{name}.ttf"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    font = TTFont(_variable_face())
    # reportlab does no shaping, and these tables take most of the time to instance.
    for table in {"GPOS", "GSUB", "GDEF"} & set(font.keys()):
        del font[table]
    location = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | {"wght": WEIGHTS[name]}
    static = instantiateVariableFont(font, location)
    # reportlab merges faces of one PostScript name, so that bold would be lost.
    for record in static["name"].names:
        if record.nameID in (4, 6):
            record.string = name
    partial = path.with_suffix(f".{os.getpid()}.part")
    static.save(partial)
    os.replace(partial, path)
    return path


def _variable_face() -> Path:
    folder = Path(fontpkg_noto_sans.__file__).parent
    return next(path for path in sorted(folder.rglob("*.ttf")) if "Italic" not in path.name)
