"""Typed text keeps its words and loses what cannot be seen."""

import pytest

from assessments.screening.refusals import Refused
from assessments.screening.texts import LONGEST_TEXT, normalise_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("cafe\u0301", "café"),
        ("a\x00b\x07c\ttab\nline", "abc\ttab\nline"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("Sa\u200brah \u2060and\ufeff", "Sarah and"),
        ("abc\u202edcba\u202c \u2066x\u2069", "abcdcba x"),
        ("lone \ud800 half", "lone  half"),
        ("x" + "\u0301" * 100_000, "x\u0301".replace("x\u0301", "x" + "\u0301" * 6)),
        ("Łódź, ਸਿੰਘ, محمد, 😀️", "Łódź, ਸਿੰਘ, محمد, 😀️"),
        ("", ""),
    ],
)
def test_text_is_kept_in_one_plain_form(typed, kept):
    assert normalise_text(typed) == kept


def test_text_that_is_too_long_is_refused_and_not_cut():
    with pytest.raises(Refused) as refused:
        normalise_text("x" * (LONGEST_TEXT + 1))

    assert str(refused.value) == (
        "The text is 100,001 characters long; the most we can take is 100,000. "
        "It was not saved, and it is still on this page. Shorten it, then save again."
    )
    assert len(normalise_text("x" * LONGEST_TEXT)) == LONGEST_TEXT
