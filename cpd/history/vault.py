"""Small files outside the database: written whole or not at all, readable by this service alone."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path` so that a crash leaves either the old content or the new."""
    make_private_folder(path.parent)
    written = _write_beside(path, data)
    os.replace(written, path)
    _sync_folder(path.parent)


def write_once(path: Path, data: bytes) -> None:
    """Put `data` at `path` unless something is there already; then that stays."""
    make_private_folder(path.parent)
    written = _write_beside(path, data)
    try:
        os.link(written, path)
    except FileExistsError:
        return
    finally:
        written.unlink()
    _sync_folder(path.parent)


def make_private_folder(folder: Path) -> None:
    """Make the folder, and those above it that are missing, for this account alone."""
    if not folder.exists():
        make_private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _write_beside(path: Path, data: bytes) -> Path:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")  # mode 0600
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
