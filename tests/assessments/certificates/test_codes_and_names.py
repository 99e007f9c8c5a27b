"""Codes that catch slips of the hand, and names that match however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.certificates.codes import ALPHABET, check_of, clean, is_well_formed, new_code, spaced
from assessments.certificates.names import is_name_on

bodies = st.text(alphabet=ALPHABET, min_size=16, max_size=16)


@given(bodies, st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(body, place, other):
    wrong = body[:place] + other + body[place + 1 :]

    assert (check_of(wrong) == check_of(body)) == (wrong == body)


@given(bodies, st.integers(0, 14))
def test_two_swapped_neighbours_are_found(body, place):
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]

    assert (check_of(swapped) == check_of(body)) == (swapped == body)


def test_a_new_code_is_well_formed_however_it_is_typed():
    code = new_code()

    assert is_well_formed(clean(spaced(code).lower()))
    assert is_well_formed(clean(f" {spaced(code).replace('0', 'o').replace('1', 'l')} "))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("wyn jones", "Łucja Ŵyn-Jones"),
        ("JONES", "Łucja Ŵyn-Jones"),
        ("Wynjones", "Łucja Ŵyn-Jones"),
        ("adebayo", "Ọlájídé Adébáyọ̀"),
        ("obrien", "Mary O’Brien"),
        ("O'Brien", "Mary O’Brien"),
        ("Huong", "Nguyễn Thị Hương"),
        ("Nguyen Huong", "Nguyễn Thị Hương"),
        ("thordarson", "Ólafur Þórðarson"),
        ("Cher", "Cher"),
    ],
)
def test_these_are_the_name_on_the_certificate(typed, printed):
    assert is_name_on(typed, printed)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("Mary", "Mary O’Brien"), ("Jon", "Ann Jones"), ("", "Ann"), ("-", "Ann"), ("Smith", "Ann Jones")],
)
def test_these_are_not(typed, printed):
    assert not is_name_on(typed, printed)
