"""What stands beside a word, and whether it could be a name at all."""

from assessments.screening.finders.finding import words
from assessments.screening.finders.lexicon import family_names, given_names, is_word
from assessments.screening.finders.tokens import Word

# Capitalised words that follow a name without being part of it, or that make it something else.
NOT_PART = words(
    "i he she they we it the a an and or but when then after before at in on to from with for by as is was has had said "
    "told child mother father mum dad idva isva marac mappa social domestic police housing support health mental section "
    "act house street road court school hospital university college day week month january february march april may june "
    "july august september october november december monday tuesday wednesday thursday friday saturday sunday client "
    "family parent ms mr mrs dob ref nhs re"
)
THINGS = words(
    "house street road court school hospital university college act law model cycle theory centre wheel project trust "
    "foundation report review scale guidelines competence framework programme test triangle square window award prize "
    "guard questions inventory questionnaire method score protocol campaign pilot plc ltd council police charity helpline inquiry report's day"
)


def word_beside(said: list[Word], place: int, step: int) -> str:
    return said[place + step].folded if 0 <= place + step < len(said) else ""


def is_name(word: str) -> bool:
    return word in family_names() or word in given_names()


def is_strange(word: str) -> bool:
    return is_name(word) or (len(word) > 2 and not is_word(word))


def is_thing(said: list[Word], place: int) -> bool:
    """Part of what something is called: the Fraser guidelines, a Smith Street."""
    following = said[place + 1] if place + 1 < len(said) else None
    return bool(
        following
        and following.start - said[place].end == 1
        and following.folded in THINGS
        and (
            following.is_capital or following.folded in {"model", "cycle", "theory", "guidelines", "wheel", "triangle"}
        )
    )


def is_thing_word(word: str) -> bool:
    return word in THINGS or word in {
        "guide",
        "guidance",
        "services",
        "service",
        "website",
        "worksheet",
        "matrix",
        "tool",
        "app",
    }


def is_in_pair(said: list[Word], place: int) -> bool:
    """Beside a name, with nothing but "and" between: Gwenno and Guto."""
    for step in (-1, 1):
        joint, other = place + step, place + 2 * step
        is_joined = 0 <= other < len(said) and said[joint].folded in ("and", "or")
        if is_joined and said[other].is_capital and is_name(said[other].folded):
            return True
    return False
