"""Several files in one answer of a limited process, each after four bytes of its length."""

LENGTH_BYTES = 4


def pack(pieces: list[bytes]) -> bytes:
    return b"".join(len(piece).to_bytes(LENGTH_BYTES) + piece for piece in pieces)


def unpack(data: bytes) -> list[bytes]:
    pieces = []
    while data:
        end = LENGTH_BYTES + int.from_bytes(data[:LENGTH_BYTES])
        pieces.append(data[LENGTH_BYTES:end])
        data = data[end:]
    return pieces
