"""Whether a typed family name is the name on a certificate; and whether a name may be printed at all."""

import re
import unicodedata

from assessments.certificates.states import Hold

MAX_LENGTH = 90
# Letters, combining marks, spaces, and what stands in real names.
SIGNS = set(" -'’.,·‘ʼ")
# Letters that decompose into nothing plainer.
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ŋ": "n"}
)


def normalise(name: str) -> str:
    """NFC, with runs of space as one: how a name is kept and printed."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def words_of(name: str) -> list[str]:
    """The words of a name without case, accents, hyphens and apostrophes."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(PLAIN))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    letters = re.sub(r"['’‘ʼ.]", "", letters.translate(PLAIN))
    return [word for word in re.split(r"[\W_]+", letters) if word]


def is_name_on(typed: str, printed: str) -> bool:
    """Whether every typed word is a word of the printed name, the last or a later part of it among them.

    A given name alone is not enough: it says too little about who somebody is.
    """
    given, on_paper = words_of(typed), words_of(printed)
    if not given or not on_paper:
        return False
    together = "".join(given)
    family = on_paper[1:] or on_paper
    joined = {"".join(family[start:end]) for start in range(len(family)) for end in range(start + 1, len(family) + 1)}
    if together in joined:
        return True
    return all(word in on_paper for word in given) and any(word in family for word in given)


def reason_to_hold(name: str, missing_glyphs: str) -> Hold | None:
    """Why a person must look at this name before it is printed, or None."""
    if not name or any(not _belongs(sign) for sign in name):
        return Hold.MARKUP
    if missing_glyphs:
        return Hold.NAME
    if len(name) > MAX_LENGTH:
        return Hold.LENGTH
    return None


def _belongs(sign: str) -> bool:
    return sign in SIGNS or unicodedata.category(sign)[0] in "LM"
