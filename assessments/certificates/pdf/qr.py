"""The dark modules of a QR code, for many addresses that differ in their last signs.

Of two texts of one length a QR code is the sum: its bits, its error correction and its mask are all linear over GF(2). So a
code is that of a model with some fixed patterns flipped, one for each bit in which the two texts differ. segno draws the model
and the patterns, each once in a process; adding them up takes a tenth of the time that segno needs for a code.
"""

import re
from functools import lru_cache

import segno

# What the alphanumeric mode can say; two signs are eleven bits, a last single one six.
SIGNS = {sign: value for value, sign in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")}
DARK = re.compile("1+")


def dark_path(prefix: str, code: str) -> tuple[int, str]:
    """How many modules a side has, and the dark ones as a path of rectangles, in modules from the top left corner."""
    text = (prefix + code).upper()
    if SIGNS.keys() >= set(text):
        size, bits = _add_up(prefix.upper() + "0" * len(code), text)
    else:
        size, bits = _draw(text, None)
    width = -(-size // 8)
    whole, spare = (1 << size) - 1, width * 8 - size
    parts = []
    for row in range(size - 1, -1, -1):
        parts += [
            _runs(row, column, eight) for column, eight in enumerate(((bits & whole) << spare).to_bytes(width)) if eight
        ]
        bits >>= size
    return size, " ".join(parts)


@lru_cache(maxsize=1 << 16)
def _runs(row: int, column: int, eight: int) -> str:
    """Eight modules of a row, each run of dark ones one rectangle; most codes of a process have most of these in common."""
    return " ".join(
        f"{column * 8 + match.start()} {-row - 1} {len(match[0])} 1 re" for match in DARK.finditer(f"{eight:08b}")
    )


def _add_up(model: str, text: str) -> tuple[int, int]:
    size, bits = _model(model)
    for place in range(0, len(text), 2):
        differs = _value(text[place : place + 2]) ^ _value(model[place : place + 2])
        while differs:
            lowest = differs & -differs
            bits ^= _pattern(len(text), place, lowest)
            differs ^= lowest
    return size, bits


@lru_cache(maxsize=16)
def _model(text: str) -> tuple[int, int]:
    return _draw(text, "alphanumeric")


@lru_cache(maxsize=4096)
def _pattern(length: int, place: int, value: int) -> int:
    """What this value of the signs at this place adds to the code of a text of this length."""
    zeros, signs = "0" * length, list(SIGNS)
    pair = signs[value // 45] + signs[value % 45] if place + 1 < length else signs[value]
    text = zeros[:place] + pair + zeros[place + len(pair) :]
    return _model(zeros)[1] ^ _draw(text, "alphanumeric")[1]


def _value(signs: str) -> int:
    first, *second = (SIGNS[sign] for sign in signs)
    return first * 45 + second[0] if second else first


def _draw(text: str, mode: str | None) -> tuple[int, int]:
    # A fixed mask and no search for a better error level: a reader finds both in the symbol, and it is ten times as quick.
    rows = segno.make_qr(text, error="m", mask=4, boost_error=False, mode=mode).matrix
    return len(rows), int("".join("1" if module else "0" for row in rows for module in row), 2)
