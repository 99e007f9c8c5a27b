"""Where blobs and wrapped keys lie on the local disk, written whole or not at all."""

import os
import secrets
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

PARTIAL = ".part"
KEY = ".key"


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


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Store the pieces under this path; a reader sees all of them or no file, even after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PARTIAL}")
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    _sync_directory(path.parent)


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
