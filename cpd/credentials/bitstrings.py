"""Bitstring Status List 1.0: one bit for each of many credentials, compressed."""

import base64
import gzip
import zlib
from collections.abc import Iterable

# The least that the standard allows, so that one credential hides among many.
SIZE = 131_072
LONGEST_LIST_BYTES = 1 << 20


def write_bits(indexes: Iterable[int], size: int = SIZE) -> str:
    """The list with these bits set, as multibase base64url of GZIP. Index 0 is the highest bit of the first byte."""
    bits = bytearray(size // 8)
    for index in indexes:
        bits[index >> 3] |= 0x80 >> (index & 7)
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()


def read_bits(encoded: str) -> bytes:
    """The bits again; ValueError for what is no list, or one that unpacks to more than any honest list has."""
    if encoded[:1] != "u":
        raise ValueError("The list is not in base64url of multibase.")
    data = base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4))
    unpacking = zlib.decompressobj(wbits=31)
    try:
        bits = unpacking.decompress(data, LONGEST_LIST_BYTES)
    except zlib.error:
        raise ValueError("The list is not compressed by GZIP.") from None
    if unpacking.unconsumed_tail or len(bits) * 8 < SIZE:
        raise ValueError("The list is longer or shorter than a status list may be.")
    return bits


def is_set(bits: bytes, index: int) -> bool:
    """Whether the bit is set; ValueError for a place outside the list."""
    if not 0 <= index < len(bits) * 8:
        raise ValueError("The list has no such place.")
    return bool(bits[index >> 3] & 0x80 >> (index & 7))
