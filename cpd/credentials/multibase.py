"""Multibase and Multikey: how the world of credentials writes keys and signatures."""

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519 = b"\xed\x01"


def write_base58(data: bytes) -> str:
    """Bitcoin's base 58 after a z."""
    number, signs = int.from_bytes(data), []
    while number:
        number, rest = divmod(number, 58)
        signs.append(ALPHABET[rest])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * zeros + "".join(reversed(signs))


def read_base58(text: str) -> bytes:
    """The bytes again; ValueError for anything else."""
    if text[:1] != "z" or len(text) > 200:
        raise ValueError("The text is not base 58 of multibase.")
    body = text[1:]
    number = 0
    for sign in body:
        number = number * 58 + ALPHABET.index(sign)
    zeros = len(body) - len(body.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def write_key(public: bytes) -> str:
    """An Ed25519 public key as Multikey."""
    return write_base58(ED25519 + public)


def read_key(text: str) -> bytes:
    data = read_base58(text)
    if data[:2] != ED25519 or len(data) != 34:
        raise ValueError("The key is not an Ed25519 Multikey.")
    return data[2:]
