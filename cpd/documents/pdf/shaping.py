"""Text as HarfBuzz draws it: in the order in which it is seen, letters joined, marks in their places."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import uharfbuzz
from bidi import algorithm as bidi

from cpd.documents.pdf.scripts import Face, faces_of, is_shaped, own_face

DOTTED_CIRCLE = "\u25cc"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph, its step and its shift in thousandths of the size. `text` are the signs that it stands for."""

    number: int
    text: str
    advance: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Signs that are drawn together, and their glyphs: a letter with its marks, a ligature, a syllable."""

    text: str
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True)
class Piece:
    """Clusters of one face that stand side by side, from left to right."""

    face: Face
    text: str
    clusters: tuple[Cluster, ...]
    is_right_to_left: bool

    @property
    def glyphs(self) -> list[Glyph]:
        return [glyph for cluster in self.clusters for glyph in cluster.glyphs]

    @property
    def width(self) -> int:
        return sum(glyph.advance for glyph in self.glyphs)


@lru_cache(maxsize=4096)
def shape(text: str, font: str, *, is_english: bool = True) -> tuple[Piece, ...]:
    """The pieces of a line, from left to right. In an English text the line runs from left to right, whatever it quotes;
    else it runs as its first letter does. For a sign without a face a question mark is drawn, never a box; it is copied as
    what it is."""
    faces = faces_of(text, font)
    pieces = []
    for start, end, level in _visual_runs(text, faces, 0 if is_english else bidi.get_base_level(text)):
        face, said, turns = faces[start], text[start:end], level % 2 == 1
        drawn = said if face else "?" * len(said)
        face = face or own_face(font)
        pieces.append(Piece(face, said, _place(drawn, face, is_right_to_left=turns), turns))
    return tuple(pieces)


@lru_cache(maxsize=4096)
def missing_glyphs(text: str, font: str) -> str:
    """The characters of a text that no face can draw as part of a word, each once."""
    if not is_shaped(text):
        return ""
    without = [sign for sign, face in zip(text, faces_of(text, font), strict=True) if face is None]
    for piece in shape(text, font) if not without else ():
        circle = piece.face.font.get_nominal_glyph(ord(DOTTED_CIRCLE))
        # HarfBuzz puts a dotted circle where a vowel has no letter to stand at.
        wrong = {0} if DOTTED_CIRCLE in text else {0, circle}
        without += [one.text for one in piece.clusters if any(glyph.number in wrong for glyph in one.glyphs)]
    return "".join(dict.fromkeys("".join(without)))


def _visual_runs(text: str, faces: list[Face | None], base: int) -> list[tuple[int, int, int]]:
    """Where each run of one face and one direction begins and ends in the text, and its level, as seen from the left."""
    seen = _levels(text, base)
    # Joiners have no place of their own among what is seen: they belong to the sign before.
    ends = sorted(place for place, _ in seen)
    after = dict(zip(ends, [*ends[1:], len(text)], strict=True))
    runs: list[tuple[int, int, int]] = []
    for place, level in seen:
        start, end, before = runs[-1] if runs else (0, 0, -1)
        if before == level and faces[start] is faces[place] and place == end and level % 2 == 0:
            runs[-1] = (start, after[place], level)
        elif before == level and faces[start] is faces[place] and after[place] == start and level % 2 == 1:
            runs[-1] = (place, end, level)
        else:
            runs.append((place, after[place], level))
    return runs


def _levels(text: str, base: int) -> list[tuple[int, int]]:
    """The place of each sign, in the order in which they are seen, with its level of the bidirectional algorithm."""
    storage = bidi.get_empty_storage() | {"base_level": base, "base_dir": "LR"[base]}
    bidi.get_embedding_levels(text, storage)
    for place, sign in enumerate(storage["chars"]):
        sign["place"] = place
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, False)
    bidi.resolve_implicit_levels(storage, False)
    bidi.reorder_resolved_levels(storage, False)
    return [(sign["place"], sign["level"]) for sign in storage["chars"]]


def _place(text: str, face: Face, *, is_right_to_left: bool) -> tuple[Cluster, ...]:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if is_right_to_left else "ltr"
    # Kerned letters overlap, which readers of right-to-left text take for the end of a word.
    uharfbuzz.shape(face.font, buffer, {"kern": not is_right_to_left})
    drawn = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    starts = sorted({info.cluster for info, _ in drawn})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    clusters = []
    for start, parts in groupby(drawn, key=lambda part: part[0].cluster):
        said, glyphs = text[start : ends[start]], list(parts)
        shares = _share(said, len(glyphs))
        clusters.append(
            Cluster(
                said,
                tuple(
                    Glyph(info.codepoint, share, at.x_advance, at.x_offset, at.y_offset)
                    for (info, at), share in zip(glyphs, shares, strict=True)
                ),
            )
        )
    return tuple(clusters)


def _share(said: str, count: int) -> list[str]:
    """The signs of a cluster, shared among its glyphs. What is copied is the cluster; this is for readers that do not know it."""
    if count >= len(said):
        return [said[min(place, len(said) - 1)] for place in range(count)]
    return [*said[: count - 1], said[count - 1 :]]
