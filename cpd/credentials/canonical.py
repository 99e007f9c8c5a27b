"""The canonical form of a JSON-LD document (RDFC-1.0), and a quick way to it for documents that differ in some texts only."""

import json
import re
from collections.abc import Callable, Iterator
from operator import ge
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


def write_json(value: Any) -> bytes:
    """Compact UTF-8: how a credential is attached, stored and signed as a token."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def extend_json(written: bytes, **more: Any) -> bytes:
    """A written object with these entries at its end."""
    return written[:-1] + b"," + write_json(more)[1:]


class Shape:
    """The written and the canonical form of all documents that one function builds from different texts.

    The slow way is gone once, with slots for the texts; after that a document costs a join and a sort. That is sound
    while there is at most one blank node, whose canonical name is then always the same, and while every text stands in a
    literal or an address. The first document is compared with the slow way.
    """

    def __init__(self, build: Callable[..., Document], names: list[str]) -> None:
        self.build = build
        model = build(**{name: slot(name) for name in names})
        lines = canonicalise(model)
        self.lines, self.written = SLOT.split(lines), SLOT.split(write_json(model).decode())
        self.was_compared = False
        if "_:c14n1" in lines:
            raise ValueError("A shape has at most one blank node.")

    def fill(self, **texts: str) -> tuple[Document, bytes, str]:
        """The document with these texts, the same written, and its canonical form."""
        document = self.build(**texts)
        written = _join(self.written, {name: write_json(text).decode()[1:-1] for name, text in texts.items()}).encode()
        lines = _join(self.lines, {name: text.translate(ESCAPES) for name, text in texts.items()})
        canonical = _in_order(lines)
        if not self.was_compared:
            if canonical != canonicalise(document) or written != write_json(document):
                raise RuntimeError("The quick form is not the slow one: nothing may be signed with it.")
            self.was_compared = True
        return document, written, canonical


def _join(pieces: list[str], texts: dict[str, str]) -> str:
    """The pieces, every second of which is the name of a text."""
    return "".join([texts[piece] if place % 2 else piece for place, piece in enumerate(pieces)])


def _in_order(lines: str) -> str:
    """The lines sorted, each once; mostly they are that already, since documents of a shape differ late in a line."""
    parts = lines.split("\n")[:-1]
    if any(map(ge, parts, parts[1:])):
        parts = sorted(set(parts))
    return "\n".join([*parts, ""])
