"""Reads every word of a Word document: tables, headers, notes, text boxes, charts, and what is said of pictures."""

from collections.abc import Iterable, Iterator

from lxml import etree

from assessments.screening.wordmarkup import name_of

BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
ENDS = {"p": "\n", "tr": "\n", "tc": "\t", "v": " "}


def extract_text(trees: Iterable[etree._Element]) -> str:
    """The words of these parts in this order, one paragraph a line."""
    return "\n".join(text for text in ("".join(_words(tree)).strip() for tree in trees) if text)


def _words(tree: etree._Element) -> Iterator[str]:
    skipped = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        name = name_of(element)
        if name == "Fallback":  # an older copy of a text box that is already told
            skipped += 1 if event == "start" else -1
        if skipped:
            continue
        if event == "start":
            yield from _told_of(element, name)
            yield BREAKS.get(name, "")
        else:
            if name in ("t", "v"):
                yield element.text or ""
            yield ENDS.get(name, "")


def _told_of(element: etree._Element, name: str) -> Iterator[str]:
    if name == "docPr":
        yield from (f"{element.get(part)}\n" for part in ("title", "descr") if element.get(part))
