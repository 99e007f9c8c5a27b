"""The typefaces of every script that names are written in. Each is opened when a text first needs it, and stays on the disk till then."""

import unicodedata
from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib import import_module
from pathlib import Path

import uharfbuzz

from cpd.files.fonts import BOLD, REGULAR, SERIF, signs_of, variable_face

# The typeface and weight that a face of ours is made from; the weight is that of other scripts beside it as well.
OURS = {REGULAR: ("fontpkg_noto_sans", 400), BOLD: ("fontpkg_noto_sans", 700), SERIF: ("fontpkg_noto_serif", 500)}
# First and last block of each script, and its file in the bundle of Noto Sans.
BLOCKS = sorted(
    [
        *[(0x0530, 0x058F, "Armenian"), (0xFB13, 0xFB17, "Armenian")],
        *[(0x0590, 0x05FF, "Hebrew"), (0xFB1D, 0xFB4F, "Hebrew")],
        *[(0x0600, 0x06FF, "Arabic"), (0x0750, 0x077F, "Arabic"), (0x0870, 0x08FF, "Arabic")],
        *[(0xFB50, 0xFDFF, "Arabic"), (0xFE70, 0xFEFC, "Arabic")],
        *[(0x0900, 0x097F, "Devanagari"), (0x1CD0, 0x1CFF, "Devanagari"), (0xA8E0, 0xA8FF, "Devanagari")],
        *[(0x0980, 0x09FF, "Bengali"), (0x0A00, 0x0A7F, "Gurmukhi"), (0x0A80, 0x0AFF, "Gujarati")],
        *[(0x0B00, 0x0B7F, "Oriya"), (0x0B80, 0x0BFF, "Tamil"), (0x0C00, 0x0C7F, "Telugu")],
        *[(0x0C80, 0x0CFF, "Kannada"), (0x0D00, 0x0D7F, "Malayalam"), (0x0D80, 0x0DFF, "Sinhala")],
        *[(0x0E00, 0x0E7F, "Thai"), (0x0E80, 0x0EFF, "Lao")],
        *[(0x1000, 0x109F, "Myanmar"), (0xA9E0, 0xA9FF, "Myanmar"), (0xAA60, 0xAA7F, "Myanmar")],
        *[(0x10A0, 0x10FF, "Georgian"), (0x1C90, 0x1CBF, "Georgian"), (0x2D00, 0x2D2F, "Georgian")],
        *[(0x1200, 0x139F, "Ethiopic"), (0x2D80, 0x2DDF, "Ethiopic"), (0xAB00, 0xAB2F, "Ethiopic")],
        *[(0x1780, 0x17FF, "Khmer"), (0x19E0, 0x19FF, "Khmer")],
        *[(0x1100, 0x11FF, "Hangul"), (0x3130, 0x318F, "Hangul"), (0xA960, 0xA97F, "Hangul")],
        *[(0xAC00, 0xD7FF, "Hangul"), (0x3040, 0x30FF, "Kana"), (0x31F0, 0x31FF, "Kana")],
        *[(0x3100, 0x312F, "Bopomofo"), (0x31A0, 0x31BF, "Bopomofo")],
        *[(0x2E80, 0x303F, "Han"), (0x3400, 0x4DBF, "Han"), (0x4E00, 0x9FFF, "Han")],
        *[(0xF900, 0xFAFF, "Han"), (0xFF00, 0xFFEF, "Han"), (0x20000, 0x323AF, "Han")],
    ]
)
# East Asia shares one file, in which each country's forms of a sign are a member. The first sign of a text that is
# written in one country alone decides; Han signs by themselves are drawn as in mainland China.
MEMBERS = {"Kana": 0, "Hangul": 1, "Bopomofo": 3, "Han": 2}


@dataclass(frozen=True, eq=False)
class Face:
    """A typeface at one weight, in thousandths of its size."""

    name: str
    member: int
    weight: int
    face: uharfbuzz.Face
    font: uharfbuzz.Font

    @property
    def is_cff(self) -> bool:
        return "CFF2" in self.face.table_tags

    def width_of(self, number: int) -> int:
        return self.font.get_glyph_h_advance(number)

    def has(self, sign: str) -> bool:
        return self.font.get_nominal_glyph(ord(sign)) is not None


def is_shaped(text: str) -> bool:
    """Whether its letters must be joined, placed or ordered, or are of a script that our three faces lack."""
    return not _plain_signs().issuperset(text)


def faces_of(text: str, font: str) -> list[Face | None]:
    """The face that draws each sign where `font` is asked for, or None. What many scripts use goes with what it follows."""
    found: list[Face | None] = []
    member = next((MEMBERS[name] for name in map(script_of, text) if name in MEMBERS and name != "Han"), MEMBERS["Han"])
    before = None
    for sign in text:
        before = _face(sign, font, before, member)
        found.append(before)
    return found


def own_face(font: str) -> Face:
    """The face of ours as HarfBuzz knows it, which places marks."""
    package, weight = OURS[font]
    return _open(variable_face(package), 0, weight)


@lru_cache(maxsize=4096)
def script_of(sign: str) -> str:
    """The script of the block that the sign stands in; empty for those that our own faces draw."""
    place = bisect(BLOCKS, ord(sign), key=lambda block: block[0]) - 1
    return BLOCKS[place][2] if place >= 0 and ord(sign) <= BLOCKS[place][1] else ""


@cache
def _plain_signs() -> frozenset[str]:
    """Those that stand side by side as they are."""
    return frozenset(sign for sign in signs_of(REGULAR) if not script_of(sign) and unicodedata.category(sign)[0] != "M")


def _face(sign: str, font: str, before: Face | None, member: int) -> Face | None:
    script, weight, kind = script_of(sign), OURS[font][1], unicodedata.category(sign)
    # A joiner is never seen, so every face has it.
    if before and (kind == "Cf" or ((kind[0] not in "LN" or kind == "Lm") and before.has(sign))):
        return before
    if kind[0] == "M":
        # A mark of another face would stand beside its letter.
        return None
    faces = [partial(_open_script, script, weight, member)] if script else _common(font, weight, member)
    return next((face for face in (open_face() for open_face in faces) if face.has(sign)), None)


def _common(font: str, weight: int, member: int) -> list[Callable[[], Face]]:
    """Who may draw what belongs to no script: ours, then those of East Asia and of pictures, which have arrows and ticks."""
    return [
        partial(own_face, font),
        partial(own_face, REGULAR if weight == OURS[REGULAR][1] else BOLD),
        partial(_open_script, "Han", weight, member),
        partial(_open, _folder("manimgx_fonts") / "NotoEmoji[wght].ttf", 0, weight),
    ]


def _open_script(script: str, weight: int, member: int) -> Face:
    if script in MEMBERS:
        return _open(_folder("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc", member, weight)
    return _open(_folder("manimgx_fonts") / f"NotoSans{script}[wght].ttf", 0, weight)


@cache
def _open(path: Path, member: int, weight: int) -> Face:
    # The file is mapped, not read: of thirty megabytes a name in Chinese touches a few pages.
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)), member)
    font = uharfbuzz.Font(face)
    font.scale = (1000, 1000)
    font.set_variations({"wght": weight})
    stem = path.name.partition("[")[0].partition("-")[0]
    return Face(f"{stem}-{member}-{weight}", member, weight, face, font)


@cache
def _folder(package: str) -> Path:
    return Path(import_module(package).__file__).parent
