"""Signs the state of the tree, and refuses to contradict what was signed before.

The last signed checkpoint is kept in the vault, outside the database that a backup may bring back: a log that signs
two histories has lost its worth.
"""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models

from cpd.history.actions import action, record
from cpd.history.models import Checkpoint
from cpd.history.notes import Sign, TreeHead, parse_note, sign_note
from cpd.history.sequencing import alone, tree_root, tree_size
from cpd.history.vault import write_whole


class HistoryContradicted(Exception):
    """The tree does not continue what was signed: the database is older than the vault, or was changed."""


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
        return Checkpoint.objects.get_or_create(note=note, defaults={"size": size, "root": root, "signed_at": now})[0]


def check_continues(last: TreeHead | None, size: int) -> None:
    """Refuse a tree of this size that does not continue the last signed one."""
    if last is None:
        return
    if size < last.size:
        raise HistoryContradicted(
            f"{last.size} entries of history were signed and only {size} are here. Restore a newer backup, or "
            "begin a log of a new name by `manage.py begin_log`; nothing will be signed until then."
        )
    if tree_root(last.size) != last.root:
        raise HistoryContradicted(
            f"The first {last.size} entries of history are not those that were signed. "
            "Run `manage.py verify_history`; nothing will be signed until then."
        )


def last_note() -> str:
    """The largest checkpoint that the vault or the database knows of this log; the one may be lost or older."""
    path, name = last_note_path(), begun_name()
    rows = Checkpoint.objects.order_by("-pk").values_list("note", flat=True)
    notes = list(rows.filter(note__startswith=f"{name}\n")[:1] if name else rows[:1])
    notes += [path.read_text()] if path.exists() else []
    return max(notes, key=lambda note: parse_note(note).size, default="")


def read_last() -> TreeHead | None:
    """What the vault says was signed last."""
    path = last_note_path()
    return parse_note(path.read_text()) if path.exists() else None


def last_note_path() -> Path:
    return _folder() / "checkpoint"


def origin() -> str:
    """The name of this log; once something is signed, the vault's checkpoint keeps it, whatever the address becomes."""
    return begun_name() or _name_from_address()


def begun_name() -> str:
    """The name under which the log was begun anew, or "" while it is the first one."""
    path = _folder() / "name"
    return path.read_text() if path.exists() else ""


def list_logs() -> list[str]:
    """The names of every log that this service has signed, the present one first."""
    note = last_note()
    ended = [parse_note(path.read_text()).origin for path in sorted(_ended().glob("*"), reverse=True)]
    return list(dict.fromkeys([parse_note(note).origin if note else origin(), *ended]))


def has_broken_off() -> bool:
    """Whether the tree as it stands is not the continuation of what was signed."""
    try:
        check_continues(parse_note(note) if (note := last_note()) else None, tree_size())
    except HistoryContradicted:
        return True
    return False


@action
def begin_anew(*, by: models.Model | None, now: datetime) -> str:
    """End the present log and sign under a new name from here on; the new name.

    After a restore nobody can tell what was signed meanwhile. Under the old name a second history might be signed;
    a log of a new name contradicts nothing, and what was proved under the old one stays proved.
    """
    with alone():
        note = last_note()
        name = f"{_name_from_address()}/{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        if note:
            write_whole(_ended() / f"{now.timestamp():.0f}", note.encode())
        write_whole(_folder() / "name", name.encode())
        last_note_path().unlink(missing_ok=True)
        size = parse_note(note).size if note else 0
        record("history.begun_anew", by=by, about=Checkpoint(pk=0, size=size), now=now, size=size, log=name)
    return name


def _name_from_address() -> str:
    address = urlsplit(settings.CPD_BASE_URL)
    return f"{address.netloc}{address.path.rstrip('/')}/history"


def _folder() -> Path:
    return Path(settings.CPD_VAULT) / "history"


def _ended() -> Path:
    return _folder() / "ended"
