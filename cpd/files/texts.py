"""Texts that live in the database as ciphertext, each owner's under a key of its own in the vault.

A key seals many versions of a text: each gets a subkey from a fresh salt, since a sealing key must never be used twice.
"""

import os
import uuid
from datetime import datetime
from io import BytesIO
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from cpd.files import disk, sealing
from cpd.files.keeping import check_not_held
from cpd.files.store import Destroyed
from cpd.keys import unwrap, wrap

SALT_BYTES = 16
SEALING, SALTING = b"cpd text", b"cpd salt"


def new_text_key() -> uuid.UUID:
    """Make a key in the vault; gives the name under which a row remembers it."""
    key_id = uuid.uuid4()
    disk.write_whole(_path(key_id), [wrap(sealing.new_key())])
    return key_id


def seal_text(key_id: uuid.UUID, text: str) -> bytes:
    salt = os.urandom(SALT_BYTES)
    key = _derive(key_id, salt, SEALING)
    return salt + b"".join(sealing.seal([text.encode()], key=key, name=key_id.bytes))


def open_text(key_id: uuid.UUID, sealed: bytes) -> str:
    """The text again; raises Destroyed without the key, Damaged when the bytes are not what was sealed."""
    sealed = bytes(sealed)
    key = _derive(key_id, sealed[:SALT_BYTES], SEALING)
    return b"".join(sealing.unseal(BytesIO(sealed[SALT_BYTES:]), key=key, name=key_id.bytes)).decode()


def salt_for(key_id: uuid.UUID, purpose: bytes) -> bytes:
    """A salt that can be had again while the key exists, and never once it is destroyed."""
    return _derive(key_id, purpose, SALTING)


def destroy_text_key(key_id: uuid.UUID, *, now: datetime) -> None:
    """Make everything under this key unreadable for good, in backups too, when the transaction commits. Refused under a
    legal hold."""
    check_not_held(key_id)
    transaction.on_commit(lambda: erase_text_key(key_id, now))


def erase_text_key(key_id: uuid.UUID, now: datetime) -> None:
    """Enter the key in the list of erased ones, then delete it; a second call changes nothing."""
    if _path(key_id).exists():
        disk.append_line(_erased(), f"{key_id} {now.isoformat(timespec='seconds')}")
        disk.remove(_path(key_id))


def replay_text_erasures() -> int:
    """After a restore, delete again every key that was ever erased; gives how many had come back."""
    if not _erased().exists():
        return 0
    return sum(disk.remove(_path(uuid.UUID(line.split()[0]))) for line in _erased().read_text().splitlines())


def _derive(key_id: uuid.UUID, salt: bytes, purpose: bytes) -> bytes:
    try:
        key = unwrap(_path(key_id).read_bytes())
    except FileNotFoundError:
        raise Destroyed(f"The text key {key_id} is not in the vault.") from None
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=purpose).derive(key)


def _path(key_id: uuid.UUID) -> Path:
    return Path(settings.CPD_VAULT) / "texts" / key_id.hex[:2] / f"{key_id}{disk.KEY}"


def _erased() -> Path:
    return Path(settings.CPD_VAULT) / "erased-texts.txt"
