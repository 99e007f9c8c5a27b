"""One place in a text that may identify somebody."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`text` is text[start:end]; `why` is a sentence for the writer. A finding asks to be looked at, it proves nothing."""

    kind: str
    start: int
    end: int
    text: str
    why: str


def words(*lists: str) -> frozenset[str]:
    """The words of lists that are written as text."""
    return frozenset(" ".join(lists).split())


def from_match(kind: str, match: re.Match, why: str, group: int | str = 0) -> Finding:
    return Finding(kind, match.start(group), match.end(group), match[group], why)
