"""Opens the zip that a Word document is, after checking its list of contents, and writes a new one."""

import io
import re
import stat
import zipfile
import zlib

from assessments.screening import refusals
from assessments.screening.refusals import Refused
from assessments.screening.signatures import is_harmful

MOST_PARTS = 2_000
LARGEST_PART = 40 * 1024 * 1024
LARGEST_WHOLE = 120 * 1024 * 1024
# XML packs to a thirtieth at most; only a bomb does much better on parts of any size.
MOST_RATIO = 150
RATIO_FROM = 1024 * 1024
ENCRYPTED = 0x1
LEAVING = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\\\x00-\x1f]")
EPOCH = (1980, 1, 1, 0, 0, 0)
# Archives, programs and older Office files have no business inside a document.
NESTED_STARTS = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"MZ",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"%PDF-",
)


def read_package(data: bytes) -> dict[str, bytes]:
    """Every part by its name; refuses bombs, lies and paths that lead out before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            _check_listing(entries)
            parts = {entry.filename: package.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        # A part that unpacks to other than its listed size or checksum ends here too.
        raise Refused(refusals.DOCX_DAMAGED) from error
    for content in parts.values():
        if is_harmful(content):
            raise Refused(refusals.VIRUS)
        if content.startswith(NESTED_STARTS):
            raise Refused(refusals.DOCX_EMBEDDED)
    return parts


def write_package(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts that tells neither when nor on what it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, content)
    return out.getvalue()


def _check_listing(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise Refused(refusals.OLD_OFFICE)
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise Refused(refusals.DOCX_BOMB)
    if any(_is_bomb(entry) for entry in entries):
        raise Refused(refusals.DOCX_BOMB)
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names) or any(_leaves(entry) for entry in entries):
        raise Refused(refusals.DOCX_PATHS)


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    if entry.file_size > LARGEST_PART:
        return True
    return entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(1, entry.compress_size)


def _leaves(entry: zipfile.ZipInfo) -> bool:
    # orig_filename: zipfile cuts the other at a NUL.
    return bool(LEAVING.search(entry.orig_filename)) or stat.S_ISLNK(entry.external_attr >> 16)
