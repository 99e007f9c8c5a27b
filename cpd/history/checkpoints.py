"""Signs the state of the tree, and refuses to contradict what was signed before.

The last signed checkpoint is kept in the vault, outside the database that a backup may bring back: a log that signs
two histories has lost its worth.
"""

from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from cpd.history import merkle
from cpd.history.models import Checkpoint, Entry
from cpd.history.notes import Sign, TreeHead, parse_note, sign_note, write_proof
from cpd.history.sequencing import alone, read_subtree, tree_root, tree_size
from cpd.history.vault import write_whole


class HistoryContradicted(Exception):
    """The tree does not continue what was signed: the database is older than the vault, or was changed."""


class NotYetSigned(Exception):
    """No checkpoint covers the entry yet; the next one follows within a minute."""


def sign_checkpoint(*, sign: Sign, public_key: bytes, now: datetime) -> Checkpoint | None:
    """Sign the tree as it stands; None while it is empty. The same tree is signed once.

    Refuses when the tree is smaller than the last signed one or does not contain it unchanged.
    """
    with alone():
        size = tree_size()
        note = last_note()
        last = parse_note(note) if note else None
        check_continues(last, size)
        if size == 0:
            return None
        if not last or last.size < size:
            head = TreeHead(last.origin if last else origin(), size, tree_root(size))
            note = sign_note(head, sign=sign, public_key=public_key)
            # The vault first: if this transaction fails, the row is made from the vault's note next time.
            write_whole(last_note_path(), note.encode())
        root = parse_note(note).root
        return Checkpoint.objects.get_or_create(size=size, defaults={"root": root, "note": note, "signed_at": now})[0]


def check_continues(last: TreeHead | None, size: int) -> None:
    """Refuse a tree of this size that does not continue the last signed one."""
    if last is None:
        return
    if size < last.size:
        raise HistoryContradicted(
            f"{last.size} entries of history were signed and only {size} are here. "
            "Restore a newer backup; nothing will be signed until then."
        )
    if tree_root(last.size) != last.root:
        raise HistoryContradicted(
            f"The first {last.size} entries of history are not those that were signed. "
            "Run `manage.py verify_history`; nothing will be signed until then."
        )


def last_note() -> str:
    """The largest checkpoint that the vault or the database knows; the one may be lost or older than the other."""
    path = last_note_path()
    notes = list(Checkpoint.objects.order_by("-size").values_list("note", flat=True)[:1])
    notes += [path.read_text()] if path.exists() else []
    return max(notes, key=lambda note: parse_note(note).size, default="")


def read_last() -> TreeHead | None:
    """What the vault says was signed last."""
    path = last_note_path()
    return parse_note(path.read_text()) if path.exists() else None


def last_note_path() -> Path:
    return Path(settings.CPD_VAULT) / "history" / "checkpoint"


def origin() -> str:
    """The name of this log; once something is signed, the vault's checkpoint keeps it, whatever the address becomes."""
    address = urlsplit(settings.CPD_BASE_URL)
    return f"{address.netloc}{address.path.rstrip('/')}/history"


def write_entry_proof(entry: Entry) -> str:
    """The .tlog-proof text that this entry is in the newest signed tree. Its leaf is `sequencing.leaf_data(entry)`."""
    leaf = getattr(entry, "leaf", None)
    checkpoint = leaf and Checkpoint.objects.filter(size__gt=leaf.index).order_by("-size").first()
    if not checkpoint:
        raise NotYetSigned("This entry is not under a signed checkpoint yet.")
    hashes = merkle.inclusion_proof(leaf.index, checkpoint.size, read_subtree)
    return write_proof(leaf.index, hashes, checkpoint.note)


def prove_consistency(old: int, new: int) -> list[bytes]:
    """The hashes with which an outsider checks that the tree of `new` leaves continues the one of `old` leaves."""
    return merkle.consistency_proof(old, new, read_subtree)
