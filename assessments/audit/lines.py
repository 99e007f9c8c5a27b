"""The one line that an auditor takes away, and what it says when she brings it back."""

import base64
import binascii
import re

from cpd.history import merkle
from cpd.history.models import Checkpoint, Entry
from cpd.history.notes import parse_note
from cpd.history.sequencing import leaf_data
from cpd.history.verifying import verify

LINE = re.compile(r"(?P<origin>\S+)\s+(?P<size>[1-9][0-9]{0,17})\s+(?P<root>[A-Za-z0-9+/]{43}=)")


def write_line(checkpoint: Checkpoint) -> str:
    """Name of the log, number of entries and root, as they stand in the first three lines of the signed note."""
    head = parse_note(checkpoint.note)
    return f"{head.origin} {head.size} {base64.b64encode(head.root).decode()}"


def read_line(text: str) -> tuple[str, int, str] | None:
    """Origin, size and root of such a line, or of a whole signed note pasted in; None when it is neither."""
    found = LINE.search(" ".join(text.split()))
    if not found:
        return None
    try:
        base64.b64decode(found["root"], validate=True)
    except binascii.Error:
        return None
    return found["origin"], int(found["size"]), found["root"]


def check_line(size: int, root: str) -> tuple[int, list[str]]:
    """How many entries there are, and what does not fit: her line against the entries themselves, then the whole record.

    Her root is compared with one that is computed anew from the entries, not with anything that is stored: whoever
    replaced the whole tree by another that fits in itself cannot have the root she took away.
    """
    computed, entries = _root_of_first(size)
    wrong = []
    if entries < size:
        wrong.append(f"Your line is of {size} entries, and only {entries} are here. Some were taken away.")
    elif computed != root:
        wrong.append(f"The first {size} entries are not those of your line. The record was rewritten.")
    return entries, wrong + verify().wrong


def _root_of_first(size: int) -> tuple[str, int]:
    """The root over so many entries, from the entries alone; and how many there are."""
    hashes: list[bytes] = []
    nodes: dict[tuple[int, int], bytes] = {}

    def subtree(level: int, index: int) -> bytes:
        return nodes[level, index] if level else hashes[index]

    entries = Entry.objects.filter(leaf__isnull=False).order_by("leaf__index")
    total = entries.count()
    if total < size:
        return "", total
    hashes += [merkle.leaf_hash(leaf_data(entry)) for entry in entries[:size].iterator(chunk_size=2000)]
    nodes.update({(level, index): digest for level, index, digest in merkle.grow(0, hashes, subtree)})
    return base64.b64encode(merkle.root(size, subtree)).decode(), total
