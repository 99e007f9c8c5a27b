"""Where blobs and wrapped keys lie on the local disk, written whole or not at all."""

import os
import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

PARTIAL = ".part"
KEY = ".key"
SYNCING_AT_ONCE = 16


def blob_path(file_id: uuid.UUID) -> Path:
    return files_root() / file_id.hex[:2] / str(file_id)


def key_path(file_id: uuid.UUID) -> Path:
    return keys_root() / file_id.hex[:2] / f"{file_id}{KEY}"


def files_root() -> Path:
    return Path(settings.CPD_FILES)


def keys_root() -> Path:
    return Path(settings.CPD_VAULT) / "files"


def erasure_list() -> Path:
    return Path(settings.CPD_VAULT) / "erased.txt"


@dataclass(frozen=True)
class _Written:
    """A file that is written and open, and not yet on the disk for certain nor under its name."""

    partial: Path
    path: Path
    descriptor: int


_together: ContextVar[list[_Written] | None] = ContextVar("together", default=None)


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Store the pieces under this path; a reader sees all of them or no file, even after a power cut.

    Inside `together()` that is so when the block ends.
    """
    waiting = _together.get()
    written = _write(path, pieces)
    if waiting is None:
        _land([written])
    else:
        waiting.append(written)


@contextmanager
def together() -> Iterator[None]:
    """Files that are written inside get their names when the block ends, all of them on the disk by then; if it fails, none.

    The disk is asked for all of them at once, so that it can write them in one go.
    """
    waiting: list[_Written] = []
    token = _together.set(waiting)
    try:
        yield
    except BaseException:
        for written in waiting:
            _give_up(written)
        raise
    finally:
        _together.reset(token)
    _land(waiting)


def _write(path: Path, pieces: Iterable[bytes]) -> _Written:
    folder = path.parent
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sync_directory(folder.parent)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PARTIAL}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    written = _Written(partial, path, descriptor)
    try:
        for piece in pieces:
            _write_all(descriptor, piece)
    except BaseException:
        _give_up(written)
        raise
    return written


def _write_all(descriptor: int, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _land(files: list[_Written]) -> None:
    """Wait for the disk, then give each file its name, then wait for the names."""
    try:
        _each(os.fsync, [written.descriptor for written in files])
        for written in files:
            os.replace(written.partial, written.path)
    except BaseException:
        for written in files:
            _give_up(written)
        raise
    for written in files:
        os.close(written.descriptor)
    _each(_sync_directory, sorted({written.path.parent for written in files}))


def _each[T](wait: Callable[[T], None], things: list[T]) -> None:
    """In threads where there are several: the file system answers all who wait with one write to the disk."""
    if len(things) < 2:
        for thing in things:
            wait(thing)
        return
    with ThreadPoolExecutor(min(SYNCING_AT_ONCE, len(things))) as pool:
        for _ in pool.map(wait, things):
            pass


def _give_up(written: _Written) -> None:
    os.close(written.descriptor)
    written.partial.unlink(missing_ok=True)


def append_line(path: Path, line: str) -> None:
    """Add one line that is on the disk when this returns; lines of several writers never mix."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    is_new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, f"{line}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        _sync_directory(path.parent)


def remove(path: Path) -> bool:
    """Delete a file and make that last; False when there was none."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    _sync_directory(path.parent)
    return True


def remove_partial(path: Path) -> None:
    """Delete what writers of this path left when they were killed."""
    for partial in path.parent.glob(f"{path.name}.*{PARTIAL}"):
        remove(partial)


def files_under(root: Path, before: float) -> Iterator[Path]:
    """Every file below root that was last written before this Unix time."""
    for directory, _, names in os.walk(root):
        for name in names:
            path = Path(directory, name)
            try:
                old = path.stat().st_mtime < before
            except FileNotFoundError:
                continue
            if old:
                yield path


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
