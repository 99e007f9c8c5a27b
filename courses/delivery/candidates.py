"""Candidate numbers and codes: random, easy to read aloud, never derived from a person."""

import secrets

# Without letters and digits that are taken for one another.
LETTERS = "ACDEFGHJKMNPQRTUVWXY"
DIGITS = "0123456789"


def new_candidate_number() -> str:
    """Such as K482-713: the only identity that assessors, moderators, boards and auditors see."""
    digits = "".join(secrets.choice(DIGITS) for _ in range(6))
    return f"{secrets.choice(LETTERS)}{digits[:3]}-{digits[3:]}"


def new_enrolment_code() -> str:
    """Such as KDMA-7429: given by another route than the invitation."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(4))
    return f"{letters}-{''.join(secrets.choice(DIGITS) for _ in range(4))}"


def same_code(given: str, kept: str) -> bool:
    """Whether a typed code is the kept one, whatever its case, spaces and hyphens."""

    def plain(code: str) -> str:
        return "".join(sign for sign in code.upper() if sign.isalnum())

    return secrets.compare_digest(plain(given).encode(), plain(kept).encode())
