"""Which marks in progress a moderator looks at: a pure function of a seed and the marks (SAM-8)."""

import hashlib
from collections import Counter
from collections.abc import Iterable

type InProgress = tuple[str, str]


def draw_interim(marks: Iterable[InProgress], *, per_assessor: int, seed: str) -> list[str]:
    """The keys of so many of each assessor, the same for the same marks and seed in whatever order."""
    taken: Counter[str] = Counter()
    chosen = []
    for key, assessor in sorted(marks, key=lambda mark: (_hash(f"{seed}:{mark[0]}"), mark[0])):
        if taken[assessor] < per_assessor:
            taken[assessor] += 1
            chosen.append(key)
    return chosen


def interim_digest(marks: Iterable[InProgress]) -> str:
    """SHA-256 over what an interim draw was made from."""
    return _hash("\n".join(sorted(f"{key} {assessor}" for key, assessor in marks)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
