"""How a place in an item is written: "para 4", "paras 4-6", "page 2", or empty for the whole item."""

import re

WRITTEN = re.compile(
    r"(?P<kind>p|pp|page|pages|para|paras|paragraph|paragraphs)\.?\s*(?P<first>\d{1,4})(?:\s*[-–]\s*(?P<last>\d{1,4}))?"
)


class UnknownPlace(ValueError):
    """Not a place we can find again, with a sentence."""


def write_place(text: str) -> str:
    """One spelling for each place. A place names a position, so that no words of a case stand in it."""
    text = " ".join(text.lower().split())
    if text in ("", "whole", "all"):
        return ""
    found = WRITTEN.fullmatch(text)
    if not found:
        raise UnknownPlace("Give the place as a paragraph or page, such as “para 4”, “paras 4-6” or “page 2”.")
    word = "para" if found["kind"].startswith("para") else "page"
    first, last = int(found["first"]), int(found["last"] or found["first"])
    if first < 1 or last < first:
        raise UnknownPlace("Give the place from its first to its last paragraph or page, such as “paras 4-6”.")
    return f"{word} {first}" if first == last else f"{word}s {first}-{last}"


def paragraphs_of(place: str) -> range:
    """The numbers of the paragraphs that a place names; empty for a page or the whole."""
    return _numbers_of(place, "para")


def pages_of(place: str) -> range:
    """The numbers of the pages that a place names; empty for a paragraph or the whole."""
    return _numbers_of(place, "page")


def _numbers_of(place: str, word: str) -> range:
    if not place.startswith(word):
        return range(0)
    first, _, last = place.partition(" ")[2].partition("-")
    return range(int(first), int(last or first) + 1)


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs by whose number a place is found, first is 1: every line with something on it."""
    return [line.strip() for line in text.split("\n") if line.strip()]
