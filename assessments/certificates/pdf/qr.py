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


def dark_runs(prefix: str, code: str) -> tuple[int, list[tuple[int, int, int]]]:
    """How many modules a side has, and each run of dark ones: row, first column, length."""
    text = (prefix + code).upper()
    if SIGNS.keys() >= set(text):
        size, bits = _add_up(prefix.upper() + "0" * len(code), text)
    else:
        size, bits = _draw(text, None)
    rows = f"{bits:0{size * size}b}"
    return size, [
        (row, match.start(), len(match[0]))
        for row in range(size)
        for match in DARK.finditer(rows[row * size : (row + 1) * size])
    ]


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
