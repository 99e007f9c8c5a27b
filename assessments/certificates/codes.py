"""Certificate codes: 80 random bits and a check character, easy to read out."""

import secrets

# Crockford's base 32: no I, L, O, U; what is typed for them is understood.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# The check character is the sum modulo 37, so it may also be one of five signs that no code holds elsewhere.
CHECKS = ALPHABET + "*~$=U"
LENGTH = 16


def new_code() -> str:
    """17 characters: 16 of 5 random bits each, and their check; drawn again until the check is a letter or digit."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if (check := check_of(body)) in ALPHABET:
            return body + check


def check_of(body: str) -> str:
    """The check character of 16 characters: it tells any one mistyped and any two swapped neighbours."""
    value = 0
    for sign in body:
        value = value * 32 + ALPHABET.index(sign)
    return CHECKS[value % 37]


def clean(typed: str) -> str:
    """What somebody typed or scanned, as a code: any case, hyphens and spaces, O for 0, I or L for 1."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    return plain.translate(str.maketrans({"O": "0", "I": "1", "L": "1"}))


def is_well_formed(code: str) -> bool:
    return len(code) == LENGTH + 1 and all(sign in ALPHABET for sign in code) and check_of(code[:-1]) == code[-1]


def spaced(code: str) -> str:
    """The code as printed: XXXX-XXXX-XXXX-XXXX-X."""
    return "-".join([code[start : start + 4] for start in range(0, LENGTH, 4)] + [code[LENGTH:]])
