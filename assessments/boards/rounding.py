"""Rounding a numeric mark: half up, once, when the board ratifies (MRK-7)."""

from decimal import ROUND_HALF_UP, Decimal


def rounded(score: Decimal | None) -> int | None:
    return None if score is None else int(score.quantize(Decimal(1), rounding=ROUND_HALF_UP))
