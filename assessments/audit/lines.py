"""The one line that an auditor takes away, and what it says when she brings it back."""

import base64
import binascii
import re

from cpd.history.models import Checkpoint
from cpd.history.notes import TreeHead, parse_note
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
    """How many entries there are, and what does not fit: her line against the entries themselves, and the whole record."""
    findings = verify(TreeHead("", size, base64.b64decode(root)))
    return findings.leaves, findings.wrong
