"""How two spellings of a name are found to be the same."""

import unicodedata


def fold(name: str) -> str:
    """The name without case, accents, punctuation between its parts and double spaces."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain.casefold()).split())


def names_of(person) -> set[str]:
    """What this person is called, folded."""
    return {fold(f"{person.given_names} {person.family_name}"), fold(person.certificate_name)} - {""}
