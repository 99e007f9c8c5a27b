"""The canonical form of a JSON-LD document (RDFC-1.0), and a quick way to it for documents that differ in some texts only."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from pyld import jsonld

from cpd.credentials.contexts import load

type Document = dict[str, Any]

# What a relative address is completed with, so that it can be told.
NOWHERE = "nowhere://relative/"
SLOT = re.compile(r"0slot0([a-z_]+)0")
# What N-Quads escapes in a literal; our addresses hold none of these.
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


class UndefinedTerm(ValueError):
    """The document has a term that no context defines: a signature would silently leave it out."""


def canonicalise(document: Document) -> str:
    """Sorted N-Quads with canonical blank nodes. Refuses what the signature would not cover."""
    check_defined(document)
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    return jsonld.normalize(document, options)


def check_defined(document: Document) -> None:
    """Refuse a term without a definition, and an id or a type that is not absolute. PyLD drops these without a word."""
    dropped: list[str] = []
    expanded = jsonld.expand(document, {"base": NOWHERE, "documentLoader": load}, on_property_dropped=dropped.append)
    if dropped:
        raise UndefinedTerm(f"No context defines “{dropped[0]}”, so a signature would not cover it.")
    for value in _identifiers(expanded):
        if value.startswith(NOWHERE) or ":" not in value:
            raise UndefinedTerm(
                f"“{value.removeprefix(NOWHERE)[:80]}” is neither an absolute address nor a defined term."
            )


def _identifiers(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _identifiers(part)
    elif isinstance(value, dict) and "@value" not in value:
        types = value.get("@type", [])
        yield from types if isinstance(types, list) else [types]
        yield from [value["@id"]] if "@id" in value else []
        for key, part in value.items():
            if key not in ("@id", "@type"):
                yield from _identifiers(part)


def slot(name: str) -> str:
    """What stands in a shape where each document has a text of its own; lower-case letters and underscores."""
    return f"0slot0{name}0"


class Shape:
    """The canonical form of all documents that one function builds from different texts.

    The slow way is gone once, with slots for the texts; after that a document costs a replacement and a sort. That is
    sound while there is at most one blank node, whose canonical name is then always the same, and while every text
    stands in a literal or an address. The first document is compared with the slow way.
    """

    def __init__(self, build: Callable[..., Document], names: list[str]) -> None:
        self.build = build
        self.lines = canonicalise(build(**{name: slot(name) for name in names}))
        self.was_compared = False
        if "_:c14n1" in self.lines:
            raise ValueError("A shape has at most one blank node.")

    def fill(self, **texts: str) -> tuple[Document, str]:
        """The document with these texts, and its canonical form."""
        document = self.build(**texts)
        escaped = {name: text.translate(ESCAPES) for name, text in texts.items()}
        filled = SLOT.sub(lambda match: escaped[match[1]], self.lines)
        canonical = "".join(sorted(set(filled.splitlines(keepends=True))))
        if not self.was_compared:
            if canonical != canonicalise(document):
                raise RuntimeError("The quick canonical form is not the slow one: nothing may be signed with it.")
            self.was_compared = True
        return document, canonical
