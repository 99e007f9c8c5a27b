"""How well the identity check does on made-up case texts; `make bench` measures the same at full size."""

import time

import pytest

from assessments.screening.identifiers import find_identifiers
from tests.corpus.scoring import (
    CLEAN,
    HELD_OUT_CLEAN,
    NAMES,
    PLACES,
    count_false_alarms,
    make_cases,
    make_held_out,
    score,
    time_a_page,
)


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


@pytest.mark.parametrize("only_unseen", [False, True])
def test_texts_that_the_finders_were_not_made_for_are_found_as_well(only_unseen):
    cases = make_held_out(only_unseen=only_unseen)
    result = score(cases)

    assert len(cases) >= (80 if only_unseen else 240)
    assert result.recall(but=NAMES | PLACES) >= 98, result.missed
    assert result.recall(of=NAMES) >= 85, result.missed
    assert result.recall(of=PLACES) >= 85, result.missed


def test_plain_practice_writing_that_the_finders_were_not_made_for_is_left_alone():
    assert len(HELD_OUT_CLEAN) >= 80
    assert count_false_alarms(HELD_OUT_CLEAN)[0] < 1


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("then will came home drunk and broke the door", "will"),
        ("May was asleep when he came in.", "May"),
        ("He is known locally as Big Tone.", "Big Tone"),
        ("We heard that Szczepan was in the car.", "Szczepan"),
        ("Ring her on O7700 9OO731.", "O7700 9OO731"),
        ("It was the twenty-first of June.", "the twenty-first of June"),
        ("Incident 0387 of 12/09 is closed.", "0387 of 12/09"),
        ("the room at linktr.ee/misskay", "linktr.ee/misskay"),
    ],
)
def test_the_whole_of_what_identifies_is_shown(text, name):
    assert [finding.text for finding in find_identifiers(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "She may call and he will not.",
        "The second may be harder than the first, in March or in May.",
        "On main roads and in back gardens he waited.",
        "See 2.1, 3.4 and 1.2.10, and/or i.e. the plan.",
        "It is known as Clare’s Law and is called Marac by everyone.",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text):
    assert find_identifiers(text) == []


@pytest.mark.parametrize("piece", ["1 ", "O", "a.", "1/", "Rose ", "on a b ", "x@", "lives at 1 "])
def test_a_long_monotonous_text_is_read_in_time(piece):
    start = time.process_time()
    find_identifiers((piece * 100_000)[:100_000])
    assert time.process_time() - start < 5
