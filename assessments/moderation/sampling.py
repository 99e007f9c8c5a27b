"""Which marks a moderator reads: a pure function of a rule, a seed and the marks (SAM-1, 2, 4, 5 and 6)."""

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.moderation.states import Reason


@dataclass(frozen=True)
class Rule:
    """The numbers of SAM-1, SAM-2 and SAM-6, as they stood when the sample was drawn."""

    percent: int
    floor: int
    all_below: int
    random_minimum: int

    def __str__(self) -> str:
        return (
            f"percent={self.percent} floor={self.floor} all_below={self.all_below} random_minimum={self.random_minimum}"
        )

    @classmethod
    def read(cls, text: str) -> "Rule":
        """The rule that `str()` wrote down."""
        return cls(**{name: int(value) for name, _, value in (part.partition("=") for part in text.split())})


@dataclass(frozen=True)
class Piece:
    """A final mark, as far as the draw looks at it: `key` names it, `short` counts the criteria not yet met."""

    key: str
    assessor: str
    short: int


def target(size: int, rule: Rule) -> int:
    """How many marks are read at least: whole numbers only, since 0.07 * 100 is more than 7."""
    if size < rule.all_below:
        return size
    root = math.isqrt(size - 1) + 1 if size else 0
    share = -(-rule.percent * size // 100)
    return min(size, max(root, share, rule.floor))


def draw(pieces: Iterable[Piece], *, rule: Rule, seed: str) -> dict[str, list[Reason]]:
    """The keys of the sample, each with its reasons; the same for the same marks, rule and seed, in whatever order."""
    order = sorted(pieces, key=lambda piece: _place(piece, seed))
    chosen: dict[str, list[Reason]] = {}
    if len(order) < rule.all_below:
        chosen = {piece.key: [Reason.ALL] for piece in order}
    for piece in order:
        if piece.short:
            chosen.setdefault(piece.key, []).append(Reason.REFER)
        if piece.short == 1:
            chosen[piece.key].append(Reason.BORDERLINE)
    covered = {piece.assessor for piece in order if piece.key in chosen}
    for piece in order:
        if piece.assessor not in covered:
            covered.add(piece.assessor)
            chosen[piece.key] = [Reason.ASSESSOR_COVER]
    remaining = [piece for piece in order if piece.key not in chosen]
    wanted = max(target(len(order), rule) - len(chosen), rule.random_minimum)
    chosen |= {piece.key: [Reason.RANDOM] for piece in remaining[:wanted]}
    return chosen


def digest(pieces: Iterable[Piece]) -> str:
    """SHA-256 over the marks a draw was made from, to tell later whether they are still the same."""
    lines = sorted(f"{piece.key} {piece.assessor} {piece.short}" for piece in pieces)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _place(piece: Piece, seed: str) -> tuple[str, str]:
    # A hash, not random.Random: its order is the same in every version of Python, years from now.
    return hashlib.sha256(f"{seed}:{piece.key}".encode()).hexdigest(), piece.key
