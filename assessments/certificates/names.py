"""Whether a typed family name is the name on a certificate; and whether a name may be printed at all."""

import re
import unicodedata

from assessments.certificates.states import Hold

MAX_LENGTH = 90
# Letters, combining marks, spaces, and what stands in real names, Hebrew, Japanese and Tibetan ones among them.
SIGNS = set(" -'’.,·‘ʼ־׳״・་")
# Never seen, but some names are written with them: after a virama, and one of them between Arabic letters (RFC 5892, A.1).
JOINER, NON_JOINER = "\u200d", "\u200c"
VIRAMA = 9
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
    letters = "".join(
        sign for sign in plain if unicodedata.category(sign)[0] != "M" and sign not in (JOINER, NON_JOINER)
    )
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
    if not name or not all(_belongs(name, place) for place in range(len(name))):
        return Hold.MARKUP
    if missing_glyphs or _is_pointed(name):
        return Hold.NAME
    if len(name) > MAX_LENGTH:
        return Hold.LENGTH
    return None


def _belongs(name: str, place: int) -> bool:
    sign, before, after = name[place], name[place - 1 : place], name[place + 1 : place + 2]
    if sign in (JOINER, NON_JOINER):
        is_between_arabic = before.isalpha() and _direction(before) == _direction(after) == "AL"
        is_after_virama = before != "" and unicodedata.combining(before) == VIRAMA
        return is_after_virama or (sign == NON_JOINER and is_between_arabic)
    return sign in SIGNS or unicodedata.category(sign)[0] in "LM"


def _is_pointed(name: str) -> bool:
    """Whether it has vowel points of Hebrew or Arabic: a reader of PDF copies these before the letter that they belong to."""
    pairs = zip(name, name[1:], strict=False)
    return any(_direction(one) in ("R", "AL") and unicodedata.category(other) == "Mn" for one, other in pairs)


def _direction(sign: str) -> str:
    return unicodedata.bidirectional(sign) if sign else ""
