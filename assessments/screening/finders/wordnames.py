"""Names that are words too, Hope and Mark and Grace: a person only where nothing but a person can stand."""

import re

from assessments.screening.finders.beside import NOT_PART, is_name, is_strange, is_thing, word_beside
from assessments.screening.finders.contexts import (
    AGED,
    BEING,
    CALLED,
    CLOSE,
    DEEDS,
    IS,
    KIN,
    OPENERS,
    PASTS,
    PLAIN_DEEDS,
    STATES,
    TALKED,
)
from assessments.screening.finders.given_names import SELDOM_WORDS, WORDS_TOO
from assessments.screening.finders.lexicon import is_word
from assessments.screening.finders.surnames import SURNAMES
from assessments.screening.finders.tokens import Word

MODALS = {"will", "may", "can", "mark"}
MONTHS = {"april", "june", "august", "jan", "may"}
DATE_WORDS = re.compile(
    r"(?:\b(?:in|on|by|since|of|during|from|until|till|last|next|this|early|late|mid|every|to|and)|\d(?:st|nd|rd|th)?)[\s-]+$",
    re.I,
)
LOOK_BACK = 30
YOUNG = {"boy", "boys", "girl", "girls", "kids", "children", "little", "lad", "bairn", "bairns", "wean", "weans"}
# "The will said", "this hope was": a thing.
NO_PERSON = {"the", "a", "an", "this", "that", "my", "our", "your", "their", "his", "her", "no", "any", "some", "every"}
# "He knows what he will": no subject follows.
ASKED = {"i", "he", "she", "they", "we", "you", "it", "who", "which", "what"}


def is_name_here(text: str, said: list[Word], place: int) -> bool:
    """Whether a word that is also a name stands where only a name does."""
    word = said[place]
    before, after = word_beside(said, place, -1), word_beside(said, place, 1)
    is_usual = word.folded in WORDS_TOO
    if is_usual and after in PLAIN_DEEDS and word.folded not in MONTHS | MODALS - {"mark"}:
        return word.is_capital or before not in {"the", "a", "this", "my", "our", "their"}
    if is_usual and _acts_as_only_somebody_does(said, place):
        return True
    if not word.is_capital:
        is_person = before in KIN | CALLED | CLOSE or (word.is_possessive and after in KIN)
        is_person = is_person and word.folded not in MODALS
        is_aged = bool(AGED.match(text, word.end)) and before not in {"the", "a", "it"}
        return is_usual and (is_aged or (is_person and after not in {"be", "not", "you"}))
    following = said[place + 1] if place + 1 < len(said) else None
    if word.is_shouted:
        return bool(following and following.is_shouted and is_usual and is_strange(following.folded))
    if word.folded in MONTHS and DATE_WORDS.search(text[max(0, word.start - LOOK_BACK) : word.start]):
        return False
    if is_thing(said, place):
        return False
    if following and following.start == word.end + 1 and following.is_capital and not following.is_shouted:
        if following.folded in SURNAMES or (is_usual and is_strange(following.folded)):
            return True
        if is_word(following.folded) and following.folded not in NOT_PART:
            return False  # the title of something
    if is_usual and AGED.match(text, word.end) and word.folded not in MONTHS:
        return True
    if word.begins_sentence:
        acts = after in DEEDS | BEING or after in {"and", "&"} or word.is_possessive
        if is_usual and after == "and" and place + 3 < len(said) and said[place + 2].is_capital:
            return said[place + 2].folded in WORDS_TOO and said[place + 3].folded in {"are", "were", *PLAIN_DEEDS}
        return (is_usual and word.is_possessive and after in KIN) or (word.folded in SELDOM_WORDS and acts)
    previous = said[place - 1] if place else None
    # In a heading every word has a capital.
    in_heading = previous and previous.is_capital and len(previous.shown) > 1
    in_heading = in_heading and text[previous.end : word.start].isspace()
    in_heading = in_heading and previous.folded not in KIN | OPENERS and not is_name(previous.folded)
    return is_usual and not in_heading


def _acts_as_only_somebody_does(said: list[Word], place: int) -> bool:
    """Whether hope, will or May is somebody: "will came", "May was asleep", "dawn and her boy", "spoke to april"."""
    word = said[place]
    before, after, later = (word_beside(said, place, step) for step in (-1, 1, 2))
    if before in NO_PERSON:
        return False
    if after in IS and later in STATES:
        return True
    if word.folded in {"will", "may", "can"} and after in PASTS and (word.is_capital or before not in ASKED):
        return True
    if after in {"and", "&"} and later in {"her", "his"} and word_beside(said, place, 3) in KIN | YOUNG:
        return True
    is_month = word.folded in MONTHS
    return before in {"to", "with"} and word_beside(said, place, -2) in TALKED and (word.is_capital or is_month)
