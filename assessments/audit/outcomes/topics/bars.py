"""Shares and counts as the bars of a chart, with how sure a share is."""

import math

from assessments.audit.outcomes.charts import Bar, Chart
from assessments.moderation.agreement import LEAST
from cpd.documents.tables import Cell

NINETY_FIVE = 1.96


def chart_of(name: str, title: str, bars: list[Bar]) -> Chart | None:
    if not any(bar.length is not None for bar in bars):
        return None
    return Chart(name, title, bars)


def share_bar(label: str, share: Cell, n: int | str) -> Bar:
    if not isinstance(share, float):
        return Bar(label, str(share or "nothing yet"), None)
    return Bar(label, f"{100 * share:.0f}% of {n}", share)


def interval_bar(label: str, interval: list, n: int) -> Bar:
    if not isinstance(interval[0], float):
        return Bar(label, str(interval[0] or "nothing yet"), None)
    share, low, high = interval
    return Bar(label, f"{100 * share:.0f}% ({100 * low:.0f} to {100 * high:.0f}), n = {n}", share, low, high)


def interval(number: int, n: int) -> list[float | str | None]:
    """A share with Wilson's interval, which stays between 0 and 1 for few and for extreme ones."""
    if n < LEAST:
        return [few(n, LEAST)] * 3
    share, z = number / n, NINETY_FIVE
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return [share, max(0.0, middle - reach), min(1.0, middle + reach)]


def few(n: int, least: int) -> str | None:
    return f"fewer than {least}" if n and n < least else None
