"""Where a text names somebody whom it cites: theorists, laws, inquiries."""

import re
from collections.abc import Iterator

from assessments.screening.finders.finding import words
from assessments.screening.finders.given_names import GIVEN_NAMES
from assessments.screening.finders.lexicon import fold
from assessments.screening.finders.surnames import CITED

# Who is cited by the surname alone; a list of names in which one of these stands is a list of authors.
AUTHORS = words(
    """
    stark hester katz bancroft dobash pence paymar herman condry bonnick omer monckton westmarland mullender hague holt
    humphreys stanley radford walker dutton hearn gondolf romito burgess kelly's myhill humphreys' thiara gill's siddiqui
    brennan's barter stafford callaghan øverlien overlien devaney featherstone's munro laming wonnacott brandon sidebotham
    rogers rolfe driscoll schön schon kolb gibbs bowlby ainsworth maslow erikson piaget vygotsky bronfenbrenner prochaska
    diclemente karpman egan miller rollnick herman's kolk perry levine felitti anda felitti's bandura winnicott klein freud
    """
)
NAME = r"[A-Z][^\W\d_]+(?:[-’'][^\W\d_]+)?"
LIST = re.compile(rf"\b{NAME}(?:(?:,\s+|\s+and\s+|\s*&\s*|,\s+and\s+){NAME})+")
SINGLE = re.compile(rf"\b{NAME}")
# Beside these words, two names joined by "and" are authors.
SCHOLARLY = re.compile(
    r"\b(?:models?|cycles?|theor(?:y|ies)|styles?|research|critici[sz]\w*|literature|argues?|authors?|according to|framework|stud(?:y|ies)|"
    r"typolog\w+|concepts?|ideas?|interviewing|et al|reading|article|book|chapter|paper|approach|wheel)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^.!?\n]+")
PAIR = re.compile(rf"\b(?P<one>{NAME})\s+(?:and|&)\s+(?P<other>{NAME})")
JUDGE = re.compile(r"\b(?:Mr|Mrs|Ms|Lord|Lady) Justice [A-Z][\w'’-]+|\bM(?:r|rs) (?:Right|Wrong)\b")
TITLES = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|PC|DC|Uncle|Aunt(?:ie)?)\.?\s+$")


def cited_places(text: str) -> Iterator[tuple[int, int]]:
    yield from _phrases(text)
    yield from (match.span() for match in JUDGE.finditer(text))
    for sentence in SENTENCE.finditer(text):
        if SCHOLARLY.search(sentence[0]):
            yield from (
                (sentence.start() + pair.start(), sentence.start() + pair.end())
                for pair in PAIR.finditer(sentence[0])
                if not {fold(pair["one"]), fold(pair["other"])} & GIVEN_NAMES
            )
    for match in LIST.finditer(text):
        if AUTHORS & {name.lower() for name in SINGLE.findall(match[0])}:
            yield match.span()
    for match in SINGLE.finditer(text):
        is_author = re.sub(r"['’]s$", "", match[0]).lower() in AUTHORS
        if is_author and not TITLES.search(text[max(0, match.start() - 8) : match.start()]):
            yield match.span()


def _phrases(text: str) -> Iterator[tuple[int, int]]:
    lowered = text.lower()
    if len(lowered) != len(text):
        return
    for phrase in CITED:
        start = lowered.find(phrase)
        while start >= 0:
            yield start, start + len(phrase)
            start = lowered.find(phrase, start + 1)
