"""How well the identity check does on made-up case texts; `make bench` measures the same at full size."""

import pytest

from assessments.screening.identifiers import find_identifiers
from tests.corpus.scoring import CLEAN, NAMES, PLACES, count_false_alarms, make_cases, score, time_a_page


@pytest.fixture(scope="module")
def cases():
    return make_cases()


@pytest.fixture(scope="module")
def result(cases):
    return score(cases)


def test_the_corpus_is_large_enough_to_mean_something(cases):
    assert len(cases) >= 500
    assert len({case.text for case in cases}) >= 500
    assert len(CLEAN) >= 100


def test_numbers_and_dates_and_addresses_are_found(result):
    assert result.recall(but=NAMES | PLACES) >= 98


def test_names_are_found(result):
    assert result.recall(of=NAMES) >= 85


def test_schools_and_towns_are_found(result):
    assert result.recall(of=PLACES) >= 85


def test_there_is_less_than_one_false_alarm_on_a_page():
    assert count_false_alarms(CLEAN)[0] < 1


def test_a_page_takes_less_than_a_tenth_of_a_second(cases):
    assert time_a_page(cases) < 100


@pytest.mark.parametrize(
    "text",
    [
        "She is 42, a Somali midwife, and they have triplets.",
        "A 19 year old Polish apprentice who lost an eye; it was in the local paper.",
        "He is the only police officer in the village.",
    ],
)
def test_details_that_single_somebody_out_together_are_found(text):
    assert "combination" in {finding.kind for finding in find_identifiers(text)}


def test_details_one_by_one_are_not():
    assert (
        find_identifiers("She is 42. She is a midwife. The interpreter spoke Somali. There were twins in the group.")
        == []
    )
