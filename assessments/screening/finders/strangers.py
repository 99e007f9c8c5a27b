"""Words that are in no list and no dictionary: names if they do what people do, or stand where people stand."""

from assessments.screening.finders.beside import is_in_pair, is_name, is_strange, is_thing, is_thing_word, word_beside
from assessments.screening.finders.contexts import AGED, BEING, CALLED, CLOSE, DEEDS, KIN, MET, TO_PERSONS
from assessments.screening.finders.lexicon import is_misspelt_name
from assessments.screening.finders.tokens import Word

WHY_UNKNOWN = "A word with a capital that is in no dictionary is often the name of a person or a place."
WHY_PLACED = "It stands where a name stands. If it is a real person’s, use “Child A” or “Ms B”."
# How a slip of the finger ends more often than a name does.
# Great Yarmouth.
BEFORE_PLACES = {"great", "little", "upper", "lower", "north", "south", "east", "west", "new", "old", "port", "mount"}
ENDS_OF_WORDS = ("ed", "ing", "ly", "tion", "ment", "ness", "ive", "ies", "able")


def why_unknown(text: str, said: list[Word], place: int) -> str:
    """For a word that is neither in a list of names nor in a dictionary."""
    word = said[place]
    if is_thing(said, place):
        return ""
    before, after = word_beside(said, place, -1), word_beside(said, place, 1)
    acts = after in DEEDS or (after in BEING and len(word.folded) > 3) or bool(AGED.match(text, word.end))
    if word.is_capital and not word.is_shouted:
        is_called = before in KIN | CALLED | CLOSE | MET
        is_owner = word.is_possessive and (after in KIN or not is_thing_word(after))
        beside = [said[at] for at in (place - 1, place + 1) if 0 <= at < len(said)]
        is_paired = any(near.is_capital and not near.is_shouted and is_name(near.folded) for near in beside)
        is_paired = is_paired or is_in_pair(said, place)
        follows = place + 1 < len(said) and said[place + 1].is_capital and is_strange(said[place + 1].folded)
        in_brackets = text[word.start - 1 : word.start] == "(" and text[word.end : word.end + 1] in ",)"
        if acts or is_called or is_owner or is_paired or follows or in_brackets or is_misspelt_name(word.folded):
            return WHY_UNKNOWN
        # Within a sentence, and no heading: only names have a capital there.
        is_heading = len(beside) == 0 or any(
            near.is_capital and len(near.shown) > 1 and near.folded not in BEFORE_PLACES for near in beside
        )
        return "" if word.begins_sentence or is_heading else WHY_UNKNOWN
    if not word.folded.isascii() or not word.shown.isascii():
        return WHY_PLACED  # bronisława
    if word.folded.endswith(ENDS_OF_WORDS):
        return ""
    if is_misspelt_name(word.folded) and len(word.folded) > 4 and (acts or before in TO_PERSONS | KIN | CALLED):
        return WHY_PLACED
    if word.is_shouted:
        is_all_shouted = place + 1 < len(said) and said[place + 1].is_shouted
        return WHY_PLACED if is_all_shouted and after in DEEDS and len(word.folded) > 4 else ""
    is_placed = acts or before in KIN | CALLED | CLOSE or (word.is_possessive and after in KIN)
    return WHY_PLACED if is_placed and len(word.folded) > 3 else ""
