"""The files of a package, from a folder or a ZIP file, with nothing unpacked to disk."""

import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from courses.catalogue.packages.problems import PackageError, Problem

MAX_FILES = 200
MAX_BYTES = 5 * 1024 * 1024
TOO_LARGE = "The package is too large: at most 200 files and 5 MB of text."
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def files_of_folder(folder: Path) -> dict[str, bytes]:
    """The files of a package's folder, by name."""
    paths = {
        name: path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _is_litter(name := path.relative_to(folder).as_posix())
    }
    if len(paths) > MAX_FILES or sum(path.stat().st_size for path in paths.values()) > MAX_BYTES:
        raise _refuse(folder.name, TOO_LARGE)
    return {name: path.read_bytes() for name, path in paths.items()}


def files_of_zip(data: bytes) -> dict[str, bytes]:
    """The files of a ZIP file, by name; a single folder around all of them is left out of the names."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED as error:
        raise _refuse(
            "package", "This is not a ZIP file. Pack the module's folder as a ZIP and choose that."
        ) from error
    entries = {
        name: entry
        for entry in archive.infolist()
        if not entry.is_dir() and not _is_litter(name := entry.filename.replace("\\", "/"))
    }
    # Sizes are looked at before anything is unpacked; zipfile never yields more than the stated size of an entry.
    if len(archive.infolist()) > 2 * MAX_FILES or len(entries) > MAX_FILES:
        raise _refuse("package", TOO_LARGE)
    if sum(entry.file_size for entry in entries.values()) > MAX_BYTES:
        raise _refuse("package", TOO_LARGE)
    problems = [problem for name, entry in entries.items() if (problem := _check_entry(name, entry))]
    if problems:
        raise PackageError(problems)
    prefix = _shared_folder(list(entries))
    return {name.removeprefix(prefix): _read(archive, name, entry) for name, entry in entries.items()}


def _check_entry(name: str, entry: zipfile.ZipInfo) -> Problem | None:
    path = PurePosixPath(name)
    if ".." in path.parts or path.is_absolute() or ":" in name:
        return Problem("package", 1, "A file in the package has a path outside it. Pack the module's folder again.")
    if entry.flag_bits & 1:
        return Problem(name, 1, "This file is locked with a password. Pack the folder without one.")
    return None


def _read(archive: zipfile.ZipFile, name: str, entry: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(entry)
    except DAMAGED as error:
        raise _refuse(name, "This file is damaged in the ZIP. Pack the module's folder again.") from error


def _shared_folder(names: list[str]) -> str:
    tops = {name.partition("/")[0] for name in names if "/" in name}
    return f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in names) else ""


def _is_litter(name: str) -> bool:
    """What computers add to folders and ZIP files by themselves."""
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") and part != ".." or part in ("__MACOSX", "Thumbs.db") for part in parts)


def _refuse(name: str, text: str) -> PackageError:
    return PackageError([Problem(name, 1, text)])
