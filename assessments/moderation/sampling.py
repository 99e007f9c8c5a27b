"""Which marks a moderator reads: a pure function of a rule, a seed and the marks (SAM-1 to SAM-7)."""

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from assessments.moderation.states import LeftOut, Reason, Record
from courses.accreditation.rulesets import Rules


@dataclass(frozen=True)
class Rule:
    """The numbers of SAM-1 to SAM-7, as they stood when the sample was drawn.

    A number that a stored rule does not name was no rule then, so what stands here as its default asks for nothing.
    """

    percent: int
    floor: int
    all_below: int
    random_minimum: int
    root: int = 1
    ceiling: int = 0
    border: int = 1
    per_assessor: int = 1
    per_band: int = 0
    half_percent: int = 0

    def __str__(self) -> str:
        return " ".join(f"{name}={value}" for name, value in vars(self).items())

    @classmethod
    def of(cls, rules: Rules) -> "Rule":
        """The part of a rule set that a draw follows."""
        return cls(
            percent=rules.sample_percent,
            floor=rules.sample_floor,
            all_below=rules.sample_all_below,
            random_minimum=rules.sample_random_minimum,
            root=int(rules.sample_root),
            ceiling=rules.sample_ceiling,
            border=rules.sample_border_criteria,
            per_assessor=rules.sample_per_assessor,
            per_band=rules.sample_per_band,
            half_percent=rules.new_assessor_percent,
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
    short: int = 0
    band: str = ""
    record: str = Record.PROVEN
    flags: frozenset[str] = field(default_factory=frozenset)

    def __str__(self) -> str:
        flags = ",".join(sorted(self.flags))
        return f"{self.key} {self.assessor} short={self.short} band={self.band} record={self.record} flags={flags}"

    @classmethod
    def read(cls, text: str) -> "Piece":
        """The piece that `str()` wrote down."""
        key, assessor, *rest = text.split()
        facts = dict(part.split("=", 1) for part in rest)
        flags = frozenset(facts["flags"].split(",")) - {""}
        return cls(key, assessor, int(facts["short"]), facts["band"], facts["record"], flags)

    def must(self, rule: Rule) -> list[Reason]:
        """Every reason for which this one is always read (SAM-4, SAM-7)."""
        holds = {reason: reason.value in self.flags for reason in Reason}
        holds[Reason.REFER] |= self.short > 0
        holds[Reason.BORDERLINE] = 0 < self.short <= rule.border
        holds[Reason.NEW_ASSESSOR] = self.record == Record.NEW
        return [reason for reason in Reason if holds[reason]]


@dataclass(frozen=True)
class Draw:
    """What a draw gives: who is in and why, who is out and why, and the random order it went through."""

    chosen: dict[str, list[Reason]]
    left_out: dict[str, LeftOut]
    places: dict[str, int]


def target(size: int, rule: Rule) -> int:
    """How many marks are read at least: whole numbers only, since 0.07 * 100 is more than 7 (SAM-1, SAM-2, SAM-3)."""
    if size < rule.all_below:
        return size
    root = math.isqrt(size - 1) + 1 if size and rule.root else 0
    share = -(-rule.percent * size // 100)
    wanted = max(root, share, rule.floor)
    return min(size, wanted, rule.ceiling or size)


def draw(pieces: Iterable[Piece], *, rule: Rule, seed: str) -> Draw:
    """The sample with the reason for each mark in and out; the same for the same marks, rule and seed, in any order."""
    order = sorted(pieces, key=lambda piece: _place(piece, seed))
    chosen: dict[str, list[Reason]] = {}
    if len(order) < rule.all_below:
        chosen = {piece.key: [Reason.ALL] for piece in order}
    for piece in order:
        for reason in piece.must(rule):
            chosen.setdefault(piece.key, []).append(reason)
    _take_half(order, chosen, rule)
    _cover(order, chosen, lambda piece: piece.assessor, rule.per_assessor, Reason.ASSESSOR_COVER)
    _cover(order, chosen, lambda piece: piece.band, rule.per_band, Reason.BAND_COVER)
    remaining = [piece for piece in order if piece.key not in chosen]
    # SAM-6: some at random beyond those that must be, so that passes are always seen.
    wanted = max(target(len(order), rule) - len(chosen), rule.random_minimum)
    chosen |= {piece.key: [Reason.RANDOM] for piece in remaining[:wanted]}
    capped = target(len(order), rule) < target(len(order), replace(rule, ceiling=0))
    return Draw(
        chosen,
        {piece.key: _why_out(piece, capped, rule) for piece in remaining[wanted:]},
        {piece.key: place for place, piece in enumerate(order, start=1)},
    )


def digest(pieces: Iterable[Piece]) -> str:
    """SHA-256 over the marks a draw was made from, to tell later whether they are still the same."""
    return hashlib.sha256("\n".join(sorted(map(str, pieces))).encode()).hexdigest()


def record_of(confirmed_in_a_row: int, *, needed: int) -> Record:
    """SAM-7: all are read until so many decisions in a row were confirmed, half until as many again, then the usual."""
    if confirmed_in_a_row < needed:
        return Record.NEW
    return Record.SHORT if confirmed_in_a_row < 2 * needed else Record.PROVEN


def _take_half(order: list[Piece], chosen: dict[str, list[Reason]], rule: Rule) -> None:
    """SAM-7: of each assessor with a short record this share, counting what is in already."""
    short = [piece for piece in order if piece.record == Record.SHORT]
    marked = Counter(piece.assessor for piece in short)
    wanted = {assessor: -(-rule.half_percent * number // 100) for assessor, number in marked.items()}
    taken = Counter(piece.assessor for piece in short if piece.key in chosen)
    for piece in short:
        if piece.key not in chosen and taken[piece.assessor] < wanted[piece.assessor]:
            chosen[piece.key] = [Reason.HALF]
            taken[piece.assessor] += 1


def _cover(
    order: list[Piece], chosen: dict[str, list[Reason]], group: Callable[[Piece], str], wanted: int, reason: Reason
) -> None:
    """SAM-5: of each group at least so many, as far as there are."""
    covered = Counter(group(piece) for piece in order if piece.key in chosen)
    for piece in order:
        if piece.key not in chosen and group(piece) and covered[group(piece)] < wanted:
            covered[group(piece)] += 1
            chosen[piece.key] = [reason]


def _why_out(piece: Piece, capped: bool, rule: Rule) -> LeftOut:
    if piece.record == Record.SHORT and rule.half_percent:
        return LeftOut.OTHER_HALF
    return LeftOut.CEILING if capped else LeftOut.NOT_DRAWN


def _place(piece: Piece, seed: str) -> tuple[str, str]:
    # A hash, not random.Random: its order is the same in every version of Python, years from now.
    return hashlib.sha256(f"{seed}:{piece.key}".encode()).hexdigest(), piece.key
