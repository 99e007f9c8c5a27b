"""Put, open and destroy encrypted bytes; destroying a file is destroying its key."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from cpd.files import disk, sealing
from cpd.files.keeping import check_not_held
from cpd.files.models import StoredFile
from cpd.history.actions import action, record, unchanged
from cpd.keys import unwrap, wrap


class Destroyed(Exception):
    """The bytes were destroyed on purpose and cannot be had again."""


def put(data: bytes | Iterable[bytes], *, purpose: str, content_type: str) -> StoredFile:
    """Encrypt and store the bytes under a fresh key; on any failure, nothing is left.

    Inside a transaction that rolls back the bytes stay without a row: unreadable to everybody, and swept away.
    """
    stored = stage(data, purpose=purpose, content_type=content_type)
    try:
        keep(stored)
    except BaseException:
        _erase(stored.id)
        raise
    return stored


def stage(
    data: bytes | Iterable[bytes], *, purpose: str, content_type: str, file_id: uuid.UUID | None = None
) -> StoredFile:
    """Encrypt and store bytes before any transaction, for something large; `keep` gives them their row.

    Until then they are nobody's, and swept away after a day. Whoever wrote down the `file_id` can forget them sooner.
    """
    stored = StoredFile(id=file_id or uuid.uuid4(), purpose=purpose, content_type=content_type)
    key = sealing.new_key()
    measured = _Measured([data] if isinstance(data, bytes) else data)
    try:
        disk.write_whole(disk.key_path(stored.id), [wrap(key)])
        disk.write_whole(disk.blob_path(stored.id), sealing.seal(measured, key=key, name=stored.id.bytes))
    except BaseException:
        _erase(stored.id)
        raise
    stored.sha256, stored.size = measured.digest.hexdigest(), measured.size
    return stored


def keep(stored: StoredFile) -> StoredFile:
    """Give staged bytes their row, in the caller's transaction."""
    stored.save(force_insert=True)
    return stored


def forget_staged(file_id: uuid.UUID) -> None:
    """Erase what was staged under this id and never kept, also when its writer was killed half way."""
    if StoredFile.objects.filter(pk=file_id).exists():
        raise ValueError(f"File {file_id} was kept; it is destroyed, not forgotten.")
    _erase(file_id)
    disk.remove_partial(disk.blob_path(file_id))
    disk.remove_partial(disk.key_path(file_id))


def discard(stored: StoredFile) -> None:
    """When the transaction commits, delete staged bytes that are not kept after all."""
    transaction.on_commit(lambda: _erase(stored.id))


def open_bytes(stored: StoredFile) -> bytes:
    """The whole plaintext, checked against the digest in the row."""
    data = b"".join(open_chunks(stored))
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise sealing.Damaged(f"File {stored.id} does not have the digest in its row.")
    return data


def open_chunks(stored: StoredFile) -> Iterator[bytes]:
    """The plaintext in verified pieces; refuses a destroyed file at once, not at the first piece."""
    if stored.destroyed_at:
        raise Destroyed(f"File {stored.id} was destroyed.")
    try:
        key = unwrap(disk.key_path(stored.id).read_bytes())
    except FileNotFoundError as error:
        raise Destroyed(f"The key of file {stored.id} is not in the vault.") from error
    path = disk.blob_path(stored.id)
    if not path.exists():
        raise sealing.Damaged(f"The bytes of file {stored.id} are missing.")
    return _read(path, key, stored.id.bytes)


def is_whole(stored: StoredFile) -> bool:
    """Whether the bytes can be had as they were put: read once, piece by piece, and compared with the digest in the row."""
    digest = hashlib.sha256()
    try:
        for piece in open_chunks(stored):
            digest.update(piece)
    except (Destroyed, sealing.Damaged):
        return False
    return digest.hexdigest() == stored.sha256


@action
def destroy(stored: StoredFile, *, by: AbstractBaseUser | None, now: datetime) -> StoredFile:
    """Make the bytes unreadable for good, in backups too; the row stays with its digest. Refused under a legal hold.

    The key goes when the transaction commits, since no rollback brings a key back.
    """
    stored = StoredFile.objects.select_for_update().get(pk=stored.pk)
    if stored.destroyed_at:
        unchanged()
        return stored
    check_not_held(stored.pk)
    _note_destroyed(stored, by, now)
    transaction.on_commit(lambda: erase_listed(stored.id, now))
    return stored


@action
def _destroy_again(stored: StoredFile, *, now: datetime) -> StoredFile:
    """What is in the erasure list is gone, whatever hold an old backup brought back."""
    return _note_destroyed(stored, None, now)


def _note_destroyed(stored: StoredFile, by: AbstractBaseUser | None, now: datetime) -> StoredFile:
    stored.destroyed_at = max(now, stored.created_at)
    stored.save(update_fields=["destroyed_at"])
    record("file.destroyed", by=by, about=stored, now=now, purpose=stored.purpose, bytes=stored.size)
    return stored


def erase_listed(file_id: uuid.UUID, now: datetime) -> None:
    """Enter the file in the erasure list, then delete its key and bytes; a second call changes nothing."""
    if disk.key_path(file_id).exists() or disk.blob_path(file_id).exists():
        disk.append_line(disk.erasure_list(), f"{file_id} {now.isoformat(timespec='seconds')}")
        _erase(file_id)


def replay_erasures(*, now: datetime) -> int:
    """After a restore, destroy again what was ever destroyed; gives the number of files that had come back.

    Runs before the site opens: a restored database may hold the row as live, a restored disk its bytes.
    """
    returned = 0
    for file_id in _listed_erasures():
        had_bytes = _erase(file_id)
        stored = StoredFile.objects.filter(pk=file_id, destroyed_at__isnull=True).first()
        if stored:
            _destroy_again(stored, now=now)
        returned += bool(had_bytes or stored)
    return returned


def finish_erasures(*, now: datetime) -> int:
    """Erase the bytes of rows whose destruction was committed just before a crash."""
    destroyed = StoredFile.objects.filter(destroyed_at__isnull=False).values_list("pk", flat=True)
    unfinished = [pk for pk in destroyed.iterator() if disk.key_path(pk).exists() or disk.blob_path(pk).exists()]
    for file_id in unfinished:
        erase_listed(file_id, now)
    return len(unfinished)


def sweep_orphans(*, before: datetime) -> int:
    """Delete keys, blobs and partial files older than this that no row names; gives how many went."""
    limit = before.timestamp()
    found = [*disk.files_under(disk.files_root(), limit), *disk.files_under(disk.keys_root(), limit)]
    known = {str(pk) for pk in StoredFile.objects.values_list("pk", flat=True).iterator()}
    orphans = [path for path in found if path.name.removesuffix(disk.KEY) not in known]
    return sum(disk.remove(path) for path in orphans)


class _Measured:
    """Passes pieces on, counting and hashing them, so that a stream is read once."""

    def __init__(self, pieces: Iterable[bytes]):
        self.pieces = pieces
        self.digest = hashlib.sha256()
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.digest.update(piece)
            self.size += len(piece)
            yield piece


def _read(path: Path, key: bytes, name: bytes) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from sealing.unseal(file, key=key, name=name)


def _erase(file_id: uuid.UUID) -> bool:
    # The key first: without it the ciphertext is noise, wherever copies of it lie.
    had_key = disk.remove(disk.key_path(file_id))
    return disk.remove(disk.blob_path(file_id)) or had_key


def _listed_erasures() -> Iterator[uuid.UUID]:
    path = disk.erasure_list()
    if path.exists():
        for line in path.read_text().splitlines():
            yield uuid.UUID(line.split()[0])
