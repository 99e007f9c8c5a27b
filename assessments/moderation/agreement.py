"""How far two people judge alike beyond chance: Cohen's weighted kappa with its interval, and plain percentiles."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

# Below so many pairs a figure says more of chance than of people, so none is shown.
LEAST = 10
NINETY_FIVE = 1.96


@dataclass(frozen=True)
class Kappa:
    """Weighted kappa of `n` pairs with the interval that holds the true one 95 times in 100."""

    value: float
    low: float
    high: float
    n: int


def weighted_kappa(table: Sequence[Sequence[int]]) -> Kappa | None:
    """Kappa with linear weights of a square table of counts, categories in their order; with two it is the plain kappa.

    None when there are too few pairs, or when everybody says the same of everything, so that chance explains it all.
    The standard error is that of Fleiss, Cohen and Everitt (1969) for the weighted statistic.
    """
    size, n = len(table), sum(map(sum, table))
    if n < LEAST:
        return None
    share = [[cell / n for cell in row] for row in table]
    rows = [sum(row) for row in share]
    columns = [sum(row[place] for row in share) for place in range(size)]
    weight = [[1 - abs(i - j) / (size - 1) for j in range(size)] for i in range(size)]
    cells = [(i, j) for i in range(size) for j in range(size)]
    observed = sum(weight[i][j] * share[i][j] for i, j in cells)
    expected = sum(weight[i][j] * rows[i] * columns[j] for i, j in cells)
    if math.isclose(expected, 1):
        return None
    value = (observed - expected) / (1 - expected)
    of_row = [sum(columns[j] * weight[i][j] for j in range(size)) for i in range(size)]
    of_column = [sum(rows[i] * weight[i][j] for i in range(size)) for j in range(size)]
    spread = sum(
        share[i][j] * (weight[i][j] * (1 - expected) - (of_row[i] + of_column[j]) * (1 - observed)) ** 2
        for i, j in cells
    )
    variance = (spread - (observed * expected - 2 * expected + observed) ** 2) / (n * (1 - expected) ** 4)
    reach = NINETY_FIVE * math.sqrt(max(variance, 0))
    return Kappa(value, max(-1.0, value - reach), min(1.0, value + reach), n)


def percentile(values: Sequence[int], percent: int) -> int | None:
    """The smallest value that at least this share of all values do not exceed; None of nothing."""
    ordered = sorted(values)
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)] if ordered else None
