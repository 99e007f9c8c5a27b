"""Suggests what to write instead of an identifier, and what to write has to be safe itself."""

from assessments.screening.identifiers import find_identifiers

SUGGESTIONS = {
    "postcode": "[postcode]",
    "address": "[address]",
    "place": "a town",
    "phone": "[telephone number]",
    "email": "[e-mail address]",
    "url": "[web page]",
    "social": "[name online]",
    "nhs_number": "[NHS number]",
    "chi_number": "[CHI number]",
    "ni_number": "[NI number]",
    "reference": "[reference]",
    "vehicle": "his car",
    "exact_date": "",
    "date_of_birth": "",
    "institution": "the school",
    "bank": "[bank account]",
    "passport": "[passport number]",
    "driving_licence": "[licence number]",
    "combination": "",
}
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def suggest(kind: str, given: dict[str, str], sign: str) -> str:
    """What she wrote for these words before; else the usual thing, and for a person the first letter that is free."""
    if sign in given:
        return given[sign]
    if kind in SUGGESTIONS:
        return SUGGESTIONS[kind]
    taken = {name[-1] for name in given.values() if name}
    return f"Person {next((letter for letter in LETTERS if letter not in taken), 'A')}"


def is_safe(pseudonym: str) -> bool:
    return not find_identifiers(pseudonym)
