"""The numeric scheme: a mark from 0 to 100, with bands (MRK-6, MRK-7), and how two of them become one (MRK-2)."""

from decimal import Decimal

import pytest

from assessments.marking.actions import (
    allocate,
    begin,
    finalise,
    settle,
    write_feedback,
    write_rationale,
    write_score,
)
from assessments.marking.forms import ScoreForm
from assessments.marking.models import Agreement, Mark
from assessments.marking.schemes import band_of, round_score
from assessments.marking.states import AgreementState, Stage
from courses.accreditation.rulesets import Rules
from cpd.rules import NotAllowed
from tests.assessments.marking.desks import typed, url
from tests.clock import NOON, TODAY
from tests.factories import (
    make_accepted,
    make_allocation,
    set_rules,
    somebody,
)
from tests.people import sign_in

pytestmark = pytest.mark.django_db
RULES = Rules(version="test")
SENTENCE = "Give a number from 0 to 100, with a point for a fraction, such as 62.5."


def give_mark(allocation, score):
    by = allocation.assessor
    mark = begin(allocation, by=by, now=NOON)
    write_score(mark, score=Decimal(score), version=0, by=by, now=NOON)
    mark = write_feedback(mark, text="Clear.", version=0, by=by, now=NOON)
    return finalise(mark, by=by, now=NOON)


def bring_together(numeric, assessor, second_assessor, first, second, **numbers):
    """The agreement of two marks, and the mark in which it is written."""
    set_rules(numeric, second_marking="double_blind", **numbers)
    submission = make_accepted(cohort=numeric)
    for person, score in ((assessor, first), (second_assessor, second)):
        by = somebody("coordinator")
        give_mark(allocate(submission, assessor=person, due_date=TODAY, by=by, now=NOON), score)
    agreement = Agreement.objects.standing().get()
    return agreement, Mark.objects.get(allocation=agreement.allocation)


def try_to_settle(agreement, mark, score):
    mark = write_score(mark, score=Decimal(score), version=mark.score_version, by=mark.assessor, now=NOON)
    write_rationale(mark, text="We read it together.", version=agreement.version, by=mark.assessor, now=NOON)
    return settle(mark, by=mark.assessor, now=NOON)


@pytest.mark.parametrize(
    ("typed_score", "read"),
    [("0", "0"), ("100", "100"), ("100.00", "100.00"), ("62.5", "62.5"), (" 40 ", "40"), ("", None)],
)
def test_a_score_is_read_as_it_is_typed(typed_score, read):
    form = ScoreForm({"score": typed_score, "version": 0})

    assert form.is_valid()
    assert form.cleaned_data["score"] == (Decimal(read) if read else None)


@pytest.mark.parametrize(
    "typed_score",
    ["-1", "101", "100.01", "NaN", "Infinity", "12,5", "1e1", "62.555", "sixty", "６２", "6 2", "+5", "9" * 10_000],
)
def test_what_is_no_score_is_refused_with_a_sentence(typed_score):
    form = ScoreForm({"score": typed_score, "version": 0})

    assert form.errors["score"] == [SENTENCE]


@pytest.mark.parametrize("typed_score", ["-1", "101", "NaN", "12,5", "9" * 10_000])
def test_the_desk_refuses_it_keeps_it_and_saves_the_rest(typed_score, client, numeric, assessor):
    allocation = make_allocation(assessor, cohort=numeric)
    mark = begin(allocation, by=assessor, now=NOON)
    sign_in(client, assessor)
    data = typed(mark, **{"score-score": typed_score, "score-version": 0, "overall-text": "Kept."})

    answer = client.post(url("mark_submission", allocation), data)
    autosaved = client.post(url("save_score", allocation), {"score-score": typed_score, "version": 0})

    assert answer.status_code == 422
    assert SENTENCE in answer.text
    assert typed_score in answer.text
    assert (autosaved.status_code, autosaved.json()) == (422, {"error": SENTENCE})
    assert Mark.objects.get().score is None


@pytest.mark.parametrize(
    ("score", "whole", "band"),
    [
        ("39.49", 39, 0),
        ("39.5", 40, 1),
        ("49.5", 50, 2),
        ("59.49", 59, 2),
        ("60", 60, 3),
        ("69.5", 70, 4),
        ("100", 100, 4),
    ],
)
def test_mrk_6_and_7_bands_are_read_of_the_score_rounded_half_up_once(score, whole, band):
    assert (round_score(Decimal(score)), band_of(Decimal(score), RULES)) == (whole, band)


@pytest.mark.parametrize(("score", "outcome"), [("39.49", "refer"), ("39.50", "pass"), ("72", "pass")])
def test_mrk_6_the_pass_mark_decides_and_the_score_is_kept_to_two_places(score, outcome, numeric, assessor):
    mark = give_mark(make_allocation(assessor, cohort=numeric), score)

    mark.refresh_from_db()
    assert (mark.outcome, mark.score) == (outcome, Decimal(score))


def test_a_score_is_missing_until_it_is_given_and_criteria_need_no_verdict(numeric, assessor):
    mark = begin(make_allocation(assessor, cohort=numeric), by=assessor, now=NOON)
    write_feedback(mark, text="Clear.", version=0, by=assessor, now=NOON)

    with pytest.raises(NotAllowed, match="^Before you finalise: The mark out of 100 is not given yet.$"):
        finalise(mark, by=assessor, now=NOON)


def test_a_module_judged_by_criteria_takes_no_score(assessor):
    mark = begin(make_allocation(assessor), by=assessor, now=NOON)

    with pytest.raises(NotAllowed, match="judged by criteria"):
        write_score(mark, score=Decimal(50), version=0, by=assessor, now=NOON)


def test_mrk_2_two_near_marks_of_one_band_come_to_their_mean(numeric, assessor, second_assessor):
    agreement, mark = bring_together(numeric, assessor, second_assessor, "62", "67.5")

    assert mark.score == Decimal("64.75")
    settle(mark, by=assessor, now=NOON)
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.AGREED


@pytest.mark.parametrize(
    ("first", "second"),
    [("38", "46"), ("58", "64"), ("50", "61")],
    ids=["across the pass mark", "across a band", "beyond the tolerance and a band"],
)
def test_mrk_2_nothing_is_suggested_across_a_line(first, second, numeric, assessor, second_assessor):
    _, mark = bring_together(numeric, assessor, second_assessor, first, second)

    assert mark.score is None


def test_mrk_2_beyond_the_tolerance_it_is_discussed_even_within_a_band(numeric, assessor, second_assessor):
    agreement, mark = bring_together(numeric, assessor, second_assessor, "71", "95")

    assert mark.score is None
    assert try_to_settle(agreement, mark, "83").state == AgreementState.PROPOSED


def test_mrk_2_marks_are_never_averaged_across_the_pass_mark(numeric, assessor, second_assessor):
    agreement, mark = bring_together(numeric, assessor, second_assessor, "38", "46")

    with pytest.raises(NotAllowed, match="42 is half way between marks on different sides of a line"):
        try_to_settle(agreement, mark, "42")


@pytest.mark.parametrize("score", ["37.99", "46.01"])
def test_an_agreed_score_lies_between_those_that_were_given(score, numeric, assessor, second_assessor):
    agreement, mark = bring_together(numeric, assessor, second_assessor, "38", "46")

    with pytest.raises(NotAllowed, match="between the marks that were given: 38 to 46"):
        try_to_settle(agreement, mark, score)


def test_both_originals_are_kept(numeric, assessor, second_assessor):
    agreement, mark = bring_together(numeric, assessor, second_assessor, "38", "46")
    try_to_settle(agreement, mark, "44")

    given = Mark.objects.exclude(stage=Stage.AGREED).order_by("stage").values_list("score", "outcome")
    assert list(given) == [(Decimal(38), "refer"), (Decimal(46), "pass")]
