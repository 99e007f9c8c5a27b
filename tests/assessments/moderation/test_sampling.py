"""SAM-1 to SAM-7: how a sample is drawn, and why each mark is in or out."""

import math
import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.moderation.sampling import Piece, Rule, digest, draw, record_of, target
from assessments.moderation.states import LeftOut, Reason, Record
from courses.accreditation.rulesets import read_rules

FLAGS = [Reason.FULL, Reason.AGAIN, Reason.RPL, Reason.OUTSIDE_ASSESSOR, Reason.TOP_BAND, Reason.NEAR_PASS]
RULE = Rule(percent=10, floor=8, all_below=10, random_minimum=3)
rules = st.builds(
    Rule,
    percent=st.integers(0, 100),
    floor=st.integers(0, 20),
    all_below=st.integers(0, 15),
    random_minimum=st.integers(0, 5),
    root=st.integers(0, 1),
    ceiling=st.sampled_from([0, 0, 10, 25]),
    border=st.integers(1, 3),
    per_assessor=st.integers(1, 3),
    per_band=st.integers(0, 3),
    half_percent=st.sampled_from([0, 50, 100]),
)
populations = st.lists(
    st.builds(
        Piece,
        key=st.uuids().map(str),
        assessor=st.sampled_from(["a", "b", "c", "d"]),
        short=st.sampled_from([0, 0, 0, 0, 1, 2, 5]),
        band=st.sampled_from(["", "70", "60", "40"]),
        record=st.sampled_from(Record),
        flags=st.sets(st.sampled_from(FLAGS)).map(frozenset),
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
    assert draw(all_met(9), rule=RULE, seed="s").chosen == {f"mark-{number}": [Reason.ALL] for number in range(9)}


def test_sam_4_a_refer_that_is_one_criterion_short_is_in_for_both_reasons():
    drawn = draw([*all_met(20), Piece("short", "a", 1), Piece("far", "a", 4)], rule=RULE, seed="s").chosen

    assert drawn["short"] == [Reason.REFER, Reason.BORDERLINE]
    assert drawn["far"] == [Reason.REFER]


def test_a_cohort_that_referred_as_a_whole_is_read_as_a_whole():
    pieces = [Piece(f"mark-{number}", "a", 2) for number in range(30)]

    assert len(draw(pieces, rule=RULE, seed="s").chosen) == 30


def test_a_whole_sample_does_not_depend_on_the_order_of_the_marks():
    pieces = [*all_met(40), *[Piece(f"b-{number}", "b", number % 3) for number in range(20)]]

    mixed = random.Random(7).sample(pieces, len(pieces))

    assert draw(mixed, rule=RULE, seed="one") == draw(pieces, rule=RULE, seed="one")
    assert digest(mixed) == digest(pieces)


def test_another_seed_draws_others():
    first, second = (draw(all_met(60), rule=RULE, seed=seed).chosen for seed in ("one", "two"))

    assert first.keys() != second.keys()


def test_a_rule_can_be_read_back_from_what_is_stored():
    assert Rule.read(str(RULE)) == RULE


def test_a_number_that_a_stored_rule_does_not_name_asks_for_nothing():
    old = Rule.read("percent=10 floor=8 all_below=10 random_minimum=3")

    assert old == RULE
    assert (old.ceiling, old.per_band, old.half_percent) == (0, 0, 0)


def test_the_rule_of_a_rule_set_has_its_numbers():
    rule = Rule.of(read_rules("2026-1", {"sample_floor": 4, "sample_root": False, "sample_ceiling": 25}))

    assert (rule.floor, rule.root, rule.ceiling, rule.half_percent, rule.per_band) == (4, 0, 25, 50, 3)


def test_what_a_draw_knew_of_a_mark_can_be_read_back():
    piece = Piece("k", "a", 2, "70", Record.SHORT, frozenset({Reason.RPL.value, Reason.FULL.value}))

    assert Piece.read(str(piece)) == piece
    assert Piece.read(str(Piece("k", "a"))) == Piece("k", "a")


def test_sam_3_a_ceiling_limits_what_is_drawn_at_random_and_never_what_must_be_read():
    rule = replace(RULE, ceiling=12, percent=50)
    pieces = [*all_met(150), *[Piece(f"short-{number}", "a", 1) for number in range(20)]]

    drawn = draw(pieces, rule=rule, seed="s")

    assert target(170, rule) == 12
    assert len(drawn.chosen) == 20 + RULE.random_minimum
    assert set(drawn.left_out.values()) == {LeftOut.CEILING}


@pytest.mark.parametrize("flag", FLAGS)
def test_sam_4_what_must_be_read_is_read_for_its_reason(flag):
    flagged = Piece("flagged", "a", flags=frozenset({flag.value}))

    assert draw([*all_met(40), flagged], rule=RULE, seed="s").chosen["flagged"] == [flag]


def test_sam_4_how_many_criteria_short_is_borderline_is_a_number_of_the_rule():
    drawn = draw([*all_met(20), Piece("short", "a", 2)], rule=replace(RULE, border=2), seed="s")

    assert drawn.chosen["short"] == [Reason.REFER, Reason.BORDERLINE]


def test_sam_5_covers_each_assessor_and_each_band():
    rule = replace(RULE, floor=1, percent=1, root=0, random_minimum=0, per_assessor=2, per_band=3)
    pieces = [Piece(f"{band}-{number}", f"a{number % 5}", band=band) for band in ("70", "40") for number in range(30)]

    drawn = draw(pieces, rule=rule, seed="s").chosen

    bands = Counter(key.split("-")[0] for key in drawn)
    assessors = Counter(int(key.split("-")[1]) % 5 for key in drawn)
    assert min(bands.values()) >= 3
    assert min(assessors.values()) >= 2
    assert len(assessors) == 5


def test_sam_7_all_of_a_new_assessor_then_half_then_the_usual():
    assert [record_of(number, needed=5) for number in (0, 4, 5, 9, 10)] == [
        Record.NEW,
        Record.NEW,
        Record.SHORT,
        Record.SHORT,
        Record.PROVEN,
    ]
    assert record_of(0, needed=0) == Record.PROVEN
    rule = replace(RULE, floor=0, percent=0, root=0, random_minimum=0, half_percent=50)
    new = [Piece(f"new-{number}", "n", record=Record.NEW) for number in range(11)]
    short = [Piece(f"short-{number}", "s", record=Record.SHORT) for number in range(11)]

    drawn = draw([*new, *short, *all_met(30)], rule=rule, seed="s")

    read = Counter(key.split("-")[0] for key in drawn.chosen)
    assert (read["new"], read["short"], read["mark"]) == (11, 6, 1)
    assert {drawn.left_out[piece.key] for piece in short if piece.key in drawn.left_out} == {LeftOut.OTHER_HALF}


@given(pieces=populations, rule=rules, seed=st.text(max_size=20))
def test_every_draw_keeps_the_rules(pieces, rule, seed):
    drawn = draw(pieces, rule=rule, seed=seed).chosen

    assert drawn.keys() <= {piece.key for piece in pieces}
    assert {piece.key for piece in pieces if piece.short} <= drawn.keys()
    assert {piece.assessor for piece in pieces} == {piece.assessor for piece in pieces if piece.key in drawn}
    assert len(drawn) >= target(len(pieces), rule)
    must = {piece.key for piece in pieces if piece.must(rule)}
    assert must <= drawn.keys()
    if not rule.ceiling:
        assert len(drawn) * 100 >= rule.percent * len(pieces)
        assert len(drawn) >= min(len(pieces), max(math.ceil(math.sqrt(len(pieces))) * rule.root, rule.floor))
    if len(pieces) < rule.all_below:
        assert len(drawn) == len(pieces)
    assert all(reasons for reasons in drawn.values())


@given(pieces=populations, rule=rules, seed=st.text(max_size=20))
def test_some_passes_are_always_drawn_at_random(pieces, rule, seed):
    drawn = draw(pieces, rule=rule, seed=seed).chosen

    at_random = [key for key, reasons in drawn.items() if reasons == [Reason.RANDOM]]
    left = len(pieces) - (len(drawn) - len(at_random))
    assert len(at_random) >= min(rule.random_minimum, left)


@given(pieces=populations, rule=rules, seed=st.text(max_size=20))
def test_every_mark_is_in_or_out_and_has_a_reason_and_a_place(pieces, rule, seed):
    drawn = draw(pieces, rule=rule, seed=seed)

    keys = {piece.key for piece in pieces}
    assert drawn.chosen.keys() | drawn.left_out.keys() == keys
    assert not drawn.chosen.keys() & drawn.left_out.keys()
    assert sorted(drawn.places.values()) == list(range(1, len(pieces) + 1))
    assert draw([Piece.read(str(piece)) for piece in pieces], rule=Rule.read(str(rule)), seed=seed) == drawn


def test_sam_6_some_are_read_at_random_beyond_those_that_must_be_so_that_passes_are_seen():
    pieces = [*all_met(30), *[Piece(f"short-{number}", "a", 1) for number in range(20)]]

    drawn = draw(pieces, rule=RULE, seed="s")

    at_random = [key for key, reasons in drawn.chosen.items() if reasons == [Reason.RANDOM]]
    assert len(at_random) == RULE.random_minimum == 3
    assert not [key for key in at_random if key.startswith("short")]


def test_sam_6_all_that_remain_are_read_where_fewer_are_left():
    pieces = [*all_met(2), *[Piece(f"short-{number}", "a", 1) for number in range(20)]]

    assert len(draw(pieces, rule=RULE, seed="s").chosen) == 22
