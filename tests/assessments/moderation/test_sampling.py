"""SAM-1, SAM-2, SAM-4, SAM-5 and SAM-6: how a sample is drawn."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.moderation.sampling import Piece, Rule, digest, draw, target
from assessments.moderation.states import Reason

RULE = Rule(percent=10, floor=8, all_below=10, random_minimum=3)
rules = st.builds(
    Rule,
    percent=st.integers(0, 100),
    floor=st.integers(0, 20),
    all_below=st.integers(0, 15),
    random_minimum=st.integers(0, 5),
)
populations = st.lists(
    st.builds(
        Piece,
        key=st.uuids().map(str),
        assessor=st.sampled_from(["a", "b", "c", "d"]),
        short=st.sampled_from([0, 0, 0, 0, 1, 2, 5]),
    ),
    max_size=120,
    unique_by=lambda piece: piece.key,
)


def all_met(size, assessor="a"):
    return [Piece(key=f"mark-{number}", assessor=assessor, short=0) for number in range(size)]


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, 0), (1, 1), (9, 9), (10, 8), (24, 8), (64, 8), (65, 9), (81, 9), (100, 10), (101, 11), (144, 15), (400, 40)],
)
def test_sam_1_and_sam_2_give_the_worked_targets(size, expected):
    assert target(size, RULE) == expected


def test_the_share_is_counted_in_whole_numbers():
    assert target(100, Rule(percent=7, floor=0, all_below=0, random_minimum=0)) == 10
    assert target(10_000, Rule(percent=7, floor=0, all_below=0, random_minimum=0)) == 700


def test_sam_2_takes_every_mark_of_a_small_cohort_and_says_so():
    assert draw(all_met(9), rule=RULE, seed="s") == {f"mark-{number}": [Reason.ALL] for number in range(9)}


def test_sam_4_a_refer_that_is_one_criterion_short_is_in_for_both_reasons():
    drawn = draw([*all_met(20), Piece("short", "a", 1), Piece("far", "a", 4)], rule=RULE, seed="s")

    assert drawn["short"] == [Reason.REFER, Reason.BORDERLINE]
    assert drawn["far"] == [Reason.REFER]


def test_a_cohort_that_referred_as_a_whole_is_read_as_a_whole():
    pieces = [Piece(f"mark-{number}", "a", 2) for number in range(30)]

    assert len(draw(pieces, rule=RULE, seed="s")) == 30


def test_a_whole_sample_does_not_depend_on_the_order_of_the_marks():
    pieces = [*all_met(40), *[Piece(f"b-{number}", "b", number % 3) for number in range(20)]]

    mixed = random.Random(7).sample(pieces, len(pieces))

    assert draw(mixed, rule=RULE, seed="one") == draw(pieces, rule=RULE, seed="one")
    assert digest(mixed) == digest(pieces)


def test_another_seed_draws_others():
    assert draw(all_met(60), rule=RULE, seed="one").keys() != draw(all_met(60), rule=RULE, seed="two").keys()


def test_a_rule_can_be_read_back_from_what_is_stored():
    assert Rule.read(str(RULE)) == RULE


@given(pieces=populations, rule=rules, seed=st.text(max_size=20))
def test_every_draw_keeps_the_rules(pieces, rule, seed):
    drawn = draw(pieces, rule=rule, seed=seed)

    assert drawn.keys() <= {piece.key for piece in pieces}
    assert {piece.key for piece in pieces if piece.short} <= drawn.keys()
    assert {piece.assessor for piece in pieces} == {piece.assessor for piece in pieces if piece.key in drawn}
    assert len(drawn) >= min(len(pieces), max(math.ceil(math.sqrt(len(pieces))), rule.floor))
    assert len(drawn) * 100 >= min(len(pieces), rule.floor) * 100
    assert len(drawn) * 100 >= rule.percent * len(pieces)
    if len(pieces) < rule.all_below:
        assert len(drawn) == len(pieces)
    assert all(reasons for reasons in drawn.values())


@given(pieces=populations, rule=rules, seed=st.text(max_size=20))
def test_some_passes_are_always_drawn_at_random(pieces, rule, seed):
    drawn = draw(pieces, rule=rule, seed=seed)

    at_random = [key for key, reasons in drawn.items() if reasons == [Reason.RANDOM]]
    left = len(pieces) - (len(drawn) - len(at_random))
    assert len(at_random) >= min(rule.random_minimum, left)
