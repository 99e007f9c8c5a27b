"""Packages of the tests: the short one as a dictionary of files, to be spoilt in one place."""

import io
import zipfile
from pathlib import Path

from courses.catalogue.packages import Package, PackageError, read_files
from tests.factories import SHORT

FIRST = "lessons/01-first.md"


def short_files(**changes: tuple[str, str]) -> dict[str, bytes]:
    """The short package; `module=("old", "new")` or `lesson=("old", "new")` changes a text in it."""
    files = {path.relative_to(SHORT).as_posix(): path.read_bytes() for path in sorted(SHORT.rglob("*.*"))}
    for name, (old, new) in changes.items():
        file = {"module": "module.yaml", "lesson": FIRST, "case": "cases/made-up.md"}[name]
        text = files[file].decode()
        assert old in text
        files[file] = text.replace(old, new, 1).encode()
    return files


def short_package(**changes: tuple[str, str]) -> Package:
    return read_files(short_files(**changes))


def problems_of(files: dict[str, bytes]) -> list[tuple[str, int, str]]:
    """What is wrong with a package: file, line, sentence."""
    try:
        read_files(files)
    except PackageError as error:
        return [(problem.file, problem.line, problem.text) for problem in error.problems]
    return []


def zipped(files: dict[str, bytes], folder: str = "SHORT/") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{folder}{name}", content)
    return data.getvalue()


def line_of(text: str, file: str = "module.yaml") -> int:
    """The line of a text in the short package."""
    lines = (SHORT / Path(file)).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)
