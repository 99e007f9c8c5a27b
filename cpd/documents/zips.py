"""A ZIP as a stream: each file is read, hashed and handed on piece by piece, and a list of all may come last."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

# A ZIP knows no time zone; a fixed moment makes the same bytes of the same things.
NO_TIME = (1980, 1, 1, 0, 0, 0)
PIECE = 1 << 20


@dataclass(frozen=True)
class Member:
    """A file of the ZIP. `is_packed`: it is compressed already, so that doing it again would only take time."""

    name: str
    pieces: Iterable[bytes]
    is_packed: bool = False


@dataclass
class Listed:
    """What was written so far, as the list of files says it."""

    files: list[dict] = field(default_factory=list)


class _Sink:
    """Where zipfile writes to; it cannot go back, so a file's length follows its bytes. ZIP64 where it is needed."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is kept from the reader."""

    def take(self) -> list[bytes]:
        taken, self.pieces, self.size = self.pieces, [], 0
        return taken


def write_zip(
    members: Iterable[Member], last: Callable[[Listed], Iterable[Member]] = lambda listed: ()
) -> Iterator[bytes]:
    """The bytes of a ZIP of these files, then of those that `last` makes of the list of them."""
    sink, listed = _Sink(), Listed()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for member in members:
            yield from _add(archive, sink, member, listed)
        for member in last(Listed(list(listed.files))):
            yield from _add(archive, sink, member, listed)
    yield from sink.take()


def _add(archive: zipfile.ZipFile, sink: _Sink, member: Member, listed: Listed) -> Iterator[bytes]:
    info = zipfile.ZipInfo(member.name, NO_TIME)
    info.compress_type = zipfile.ZIP_STORED if member.is_packed else zipfile.ZIP_DEFLATED
    info.create_system, info.external_attr = 3, 0o644 << 16
    digest, size = hashlib.sha256(), 0
    with archive.open(info, "w") as out:
        for piece in member.pieces:
            digest.update(piece)
            size += len(piece)
            out.write(piece)
            if sink.size >= PIECE:
                yield from sink.take()
    listed.files.append({"name": member.name, "size": size, "sha256": digest.hexdigest()})
