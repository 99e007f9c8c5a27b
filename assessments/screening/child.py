"""The inside of the limited process: gives up what it does not need, reads one file, answers, ends.

Answer: four bytes of length, that much JSON, then the clean file. No Django here: the process starts for every file.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from assessments.screening.refusals import Refused

MEGABYTE = 1024 * 1024
CPU_SECONDS = 5
MEMORY = 300 * MEGABYTE
OPEN_FILES = 24
OUT_OF_MEMORY = 3
FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.dlopen")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass
class CleanCopy:
    """What a cleaner gives back: a file that has only what can be seen, its text, and what was taken out."""

    data: bytes
    text: str
    notes: list[str] = field(default_factory=list)
    # Pictures, whose words and faces nobody reads but a person.
    has_pictures: bool = False
    # Pictures whose words are still to be read by another program.
    unread: list[bytes] = field(default_factory=list)


def serve(clean: Callable[[bytes], CleanCopy], memory: int = MEMORY) -> None:
    """Clean the file on standard input within limits that nothing in the file can raise."""
    limit_self(memory)
    sys.addaudithook(_forbid)
    try:
        header, body = _answer(clean, sys.stdin.buffer.read())
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    encoded = json.dumps(header).encode()
    sys.stdout.buffer.write(len(encoded).to_bytes(4) + encoded)
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()
    # Tearing down large documents takes longer than the work; the process holds nothing worth closing.
    os._exit(0)


def limit_self(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    except (AttributeError, OSError):
        pass  # not allowed in many containers; the policy below still holds


def _answer(clean: Callable[[bytes], CleanCopy], data: bytes) -> tuple[dict, bytes]:
    try:
        copy = clean(data)
    except Refused as refused:
        return {"refused": str(refused)}, b""
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a parser met something it did not expect: the file is at fault until shown otherwise
        return {"failed": type(error).__name__}, b""
    header = {
        "text": copy.text,
        "notes": copy.notes,
        "has_pictures": copy.has_pictures,
        "unread": [len(picture) for picture in copy.unread],
    }
    return header, b"".join([*copy.unread, copy.data])


def _forbid(event: str, arguments: tuple) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"Not while reading a stranger's file: {event}")
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
        raise PermissionError("Not while reading a stranger's file: writing")
