"""Hides small numbers, and with them as many others as keep anybody from working them out.

Cells stand in lines: in each line the first cell is the sum of the others. Whoever knows all cells of a line but one knows
that one too; so a line with a hidden cell has at least two, whose sum is not small either. A line is checked again whenever
one of its cells was hidden, until none needs more.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from heapq import heappop, heappush

# Numbers below this, but not nought, could point at somebody.
SMALL = 5


def hide[K: Hashable](cells: Mapping[K, int], lines: Sequence[Sequence[K]]) -> set[K]:
    """The cells that are not shown."""
    hidden = {key for key, number in cells.items() if 0 < number < SMALL}
    lines_with: dict[K, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        for key in line:
            lines_with[key].append(place)
    # The earliest line that is not known to be safe goes first, so that the same cells are hidden every time.
    waiting = list(range(len(lines)))
    queued = set(waiting)
    while waiting:
        place = heappop(waiting)
        queued.remove(place)
        key = _next(cells, lines[place], hidden)
        if key is None:
            continue
        hidden.add(key)
        for other in lines_with[key]:
            if other not in queued:
                queued.add(other)
                heappush(waiting, other)
    return hidden


def _next[K: Hashable](cells: Mapping[K, int], line: Sequence[K], hidden: set[K]) -> K | None:
    """The cell of a line that has to be hidden too; None where it is safe as it is."""
    total, *parts = line
    covered = [key for key in line if key in hidden]
    if not covered:
        return None
    is_safe = len(covered) > 1 and (total in hidden or sum(cells[key] for key in covered) >= SMALL)
    if is_safe:
        return None
    open_parts = [key for key in parts if key not in hidden and cells[key]]
    if open_parts:
        return min(open_parts, key=lambda key: (cells[key], parts.index(key)))
    if total not in hidden:
        return total
    return next((key for key in parts if key not in hidden), None)
