"""AES-256-GCM over a stream, in chunks that cannot be reordered, dropped, cut off or swapped between files.

Layout: four bytes of format, then chunks of CHUNK bytes of plaintext (the last may be shorter), each followed by
its 16-byte tag. The nonce of a chunk is its number and whether it is the last; that is safe because a key is
never used for a second file. The format and the file's name are authenticated with every chunk.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = b"CPD1"
CHUNK = 256 * 1024
TAG = 16


class Damaged(Exception):
    """The stored bytes are not the bytes that were put."""


def new_key() -> bytes:
    return AESGCM.generate_key(256)


def seal(pieces: Iterable[bytes], *, key: bytes, name: bytes) -> Iterator[bytes]:
    """Encrypt a stream; memory stays near one chunk whatever the size of the pieces."""
    cipher = AESGCM(key)
    yield FORMAT
    for number, (chunk, is_last) in enumerate(_mark_last(_cut(pieces))):
        yield cipher.encrypt(_nonce(number, is_last), chunk, FORMAT + name)


def unseal(file: BinaryIO, *, key: bytes, name: bytes) -> Iterator[bytes]:
    """Decrypt a stream; raise Damaged before giving out any byte that was not sealed under this key and name."""
    cipher = AESGCM(key)
    if file.read(len(FORMAT)) != FORMAT:
        raise Damaged("Not a sealed file.")
    sealed = iter(lambda: file.read(CHUNK + TAG), b"")
    number = -1
    for number, (chunk, is_last) in enumerate(_mark_last(sealed)):
        try:
            yield cipher.decrypt(_nonce(number, is_last), chunk, FORMAT + name)
        except InvalidTag as error:
            raise Damaged(f"Chunk {number} does not verify.") from error
    if number < 0:
        raise Damaged("The file has no chunks.")


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11) + bytes([is_last])


def _cut(pieces: Iterable[bytes]) -> Iterator[bytes | bytearray | memoryview]:
    # An empty file is one empty chunk, so that emptiness too is authenticated.
    waiting = bytearray()
    cut_any = False
    for piece in pieces:
        rest = memoryview(piece)
        while len(waiting) + len(rest) >= CHUNK:
            taken = CHUNK - len(waiting)
            # A chunk that lies whole in its piece is not copied.
            chunk = waiting + rest[:taken] if waiting else rest[:taken]
            waiting, rest, cut_any = bytearray(), rest[taken:], True
            yield chunk
        waiting += rest
    if waiting or not cut_any:
        yield waiting


def _mark_last[B](chunks: Iterable[B]) -> Iterator[tuple[B, bool]]:
    held = None
    for chunk in chunks:
        if held is not None:
            yield held, False
        held = chunk
    if held is not None:
        yield held, True
