"""Makes typed text plain: one form of each letter, nothing invisible, nothing that turns the line around."""

import re
import unicodedata

from assessments.screening.refusals import Refused, too_long

LONGEST_TEXT = 100_000
# Controls but tab and newline; surrogates; zero-width marks and joiners; bidi marks, embeddings, overrides, isolates.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\ud800-\udfff\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029|\x0b|\x0c")
# No script stacks more marks on a letter than this.
MOST_MARKS = 6
MARK_RUNS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{7,}")


def normalise_text(text: str, *, limit: int = LONGEST_TEXT) -> str:
    """The text as it is kept; refuses one that is too long, since cutting it would lose what somebody wrote."""
    text = INVISIBLE.sub("", LINE_ENDS.sub("\n", text))
    text = MARK_RUNS.sub(lambda run: run[0][:MOST_MARKS], text)
    text = unicodedata.normalize("NFC", text)
    if len(text) > limit:
        raise Refused(too_long(limit, len(text)))
    return text
