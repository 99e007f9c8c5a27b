"""Which words are ordinary English, and which are names: lists that well-kept packages ship, and our own.

Read when first needed, once for a process: about 0.3 s and 60 MB. Nothing is fetched.
"""

import importlib
import re
import unicodedata
from functools import cache

from english_words import get_english_words_set
from spellchecker import SpellChecker

from assessments.screening.finders.finding import words
from assessments.screening.finders.given_names import GIVEN_NAMES, WORDS_TOO
from assessments.screening.finders.surnames import SURNAMES
from assessments.screening.finders.uncommon import NOT_NAMES, TERMS, UNCOMMON_NAMES

# Faker's lists of names (MIT) for the people who live in Britain.
LOCALES = words(
    "en_GB en_IE en_IN en_KE en_NG en_NZ en_PK en_US ga_IE ha_NG ig_NG pl_PL ro_RO yo_NG tw_GH sw zu_ZA tr_TR lt_LT "
    "lv_LV sk_SK hu_HU es_ES pt_PT fr_FR it_IT hr_HR az_AZ fr_DZ"
)
# Seldom words in subtitles are as often names or slips of the finger.
FREQUENT = 60
SHORTEST = 3
ENDINGS = (
    *(("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("d", ""), ("ing", ""), ("ing", "e"), ("ly", "")),
    *(("er", ""), ("er", "e"), ("ers", ""), ("est", ""), ("ness", ""), ("less", ""), ("ful", ""), ("ment", "")),
    *(("isation", "ize"), ("ised", "ize"), ("ise", "ize"), ("ising", "ize"), ("ier", "y"), ("ist", ""), ("able", "")),
)
# Webster spells as Americans do.
BRITISH = (
    (r"our", "or"),
    (r"is(?=e|ing|ation)", "iz"),
    (r"ys(?=e|ing)", "yz"),
    (r"tre", "ter"),
    (r"ence", "ense"),
    (r"ll(?=ed|ing|or|er)", "l"),
)
SHORTEST_PART = 4
DOUBLED = re.compile(r"(.)\1")


def fold(word: str) -> str:
    """A word without capitals, marks on letters, or the possessive."""
    word = re.sub(r"['’]s?$", "", word.casefold()).replace("’", "'").replace("ł", "l")
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


@cache
def _webster() -> frozenset[str]:
    """Words that have no capital in Webster's dictionary (public domain)."""
    return frozenset(word for word in get_english_words_set(["web2"], alpha=True) if word.islower())


@cache
def _frequent() -> frozenset[str]:
    counted = SpellChecker(distance=1).word_frequency.dictionary
    return frozenset(word for word, count in counted.items() if count >= FREQUENT)


@cache
def _from_faker(kind: str) -> frozenset[str]:
    found = set()
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            listed = getattr(provider, attribute)
            if kind in attribute and not callable(listed) and not isinstance(listed, str):
                found |= {fold(name.strip()) for name in listed}
    return frozenset(name for name in found if len(name) >= SHORTEST and " " not in name)


@cache
def given_names() -> frozenset[str]:
    """Names that are hardly ever an ordinary word."""
    others = {name for name in _from_faker("first_name") if not _is_in_dictionary(name)}
    return (GIVEN_NAMES | others | UNCOMMON_NAMES) - WORDS_TOO - NOT_NAMES - TERMS


@cache
def family_names() -> frozenset[str]:
    others = {name for name in _from_faker("last_name") if not _is_in_dictionary(name)}
    return (SURNAMES | others) - NOT_NAMES - TERMS


@cache
def names_that_are_words() -> frozenset[str]:
    """Hope, Grace, Mark: a name only where nothing but a name can stand."""
    return frozenset(WORDS_TOO | {name for name in _from_faker("first_name") if _is_in_dictionary(name)}) - NOT_NAMES


@cache
def _squeezed() -> frozenset[str]:
    return frozenset(squeeze(name) for name in given_names() if len(name) > SHORTEST + 1)


def squeeze(word: str) -> str:
    """Without doubled letters: Siobhann and Siobhan are the same."""
    return DOUBLED.sub(r"\1", word)


def is_misspelt_name(word: str) -> bool:
    return len(word) > SHORTEST + 1 and not is_word(word) and squeeze(word) in _squeezed()


@cache
def is_word(word: str) -> bool:
    """Whether a folded word is ordinary English or a term of the work; a compound is if its parts are."""
    if word in TERMS or word in NOT_NAMES or _is_in_dictionary(word):
        return True
    if "-" in word:
        return all(is_word(part) for part in word.split("-") if part)
    if word in given_names() or word in family_names():
        return False
    return word in _frequent() or _is_british(word) or _is_joined(word)


def _is_british(word: str) -> bool:
    return any(_is_in_dictionary(re.sub(shape, put, word)) for shape, put in BRITISH if re.search(shape, word))


def _is_joined(word: str) -> bool:
    """Toolkit, passcode: two words that have grown together."""
    known = _webster()
    return any(word[:at] in known and word[at:] in known for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1))


@cache
def _is_in_dictionary(word: str) -> bool:
    known = _webster()
    return word in known or any(
        word.endswith(ending) and word[: -len(ending)] + put in known and len(word) - len(ending) > 1
        for ending, put in ENDINGS
    )
