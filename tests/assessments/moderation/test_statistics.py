"""How assessors mark, in figures that are hidden when there are too few of them."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments.marking.actions import allocate
from assessments.moderation.agreement import LEAST, percentile, weighted_kappa
from assessments.moderation.queries import get_statistics
from assessments.portfolios.models import Submission
from courses.delivery.calendar import LONDON
from tests.assessments.marking.test_numeric import give_mark
from tests.clock import NOON, TODAY
from tests.factories import (
    confirm_marking,
    finish_marking,
    make_accepted,
    make_cohort,
    make_marked,
    set_rules,
    somebody,
)
from tests.people import make_person, sign_in

tables = st.integers(2, 4).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, 30), min_size=size, max_size=size), min_size=size, max_size=size)
)


def test_kappa_of_a_known_table():
    """Two readers, 50 grant applications: a worked example of many textbooks."""
    kappa = weighted_kappa([[20, 5], [10, 15]])

    assert (round(kappa.value, 3), kappa.n) == (0.4, 50)
    assert (round(kappa.low, 2), round(kappa.high, 2)) == (0.15, 0.65)


def test_near_misses_weigh_less_than_far_ones():
    near = weighted_kappa([[10, 5, 0], [5, 10, 5], [0, 5, 10]])
    far = weighted_kappa([[10, 0, 5], [0, 15, 5], [5, 5, 5]])

    assert near.value > far.value


def test_too_few_pairs_or_nothing_but_one_answer_give_no_kappa():
    assert weighted_kappa([[LEAST - 1, 0], [0, 0]]) is None
    assert weighted_kappa([[40, 0], [0, 0]]) is None
    assert weighted_kappa([[LEAST - 1, 0], [0, 1]]).value == pytest.approx(1)


@given(table=tables)
def test_kappa_is_a_number_between_minus_one_and_one_within_its_interval(table):
    kappa = weighted_kappa(table)

    if kappa is not None:
        assert -1.0001 <= kappa.low <= kappa.value <= kappa.high <= 1.0001
        swapped = weighted_kappa([list(row) for row in zip(*table, strict=True)])
        assert swapped.value == pytest.approx(kappa.value)


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([], 50, None), ([7], 90, 7), ([1, 2, 3, 4], 50, 2), (list(range(1, 11)), 90, 9), ([5, 1, 3], 50, 3)],
)
def test_percentiles(values, percent, expected):
    assert percentile(values, percent) == expected


@pytest.fixture
def cohort(db):
    """Due on Monday 1 June at 5pm, marked on Wednesday: two working days."""
    cohort = make_cohort()
    type(cohort).objects.filter(pk=cohort.pk).update(due_at=datetime(2026, 6, 1, 17, tzinfo=LONDON))
    cohort.refresh_from_db()
    return cohort


def mark_some(cohort, assessor, number, not_yet_met=()):
    for place in range(number):
        make_marked(assessor, make_person(f"{assessor.family_name} {cohort.code} Learner{place}"), cohort, not_yet_met)


def test_figures_of_a_cohort(cohort, assessor, moderator):
    mark_some(cohort, assessor, 4, ["1.2"])
    confirm_marking(cohort, moderator)

    [line] = get_statistics(cohort).lines

    assert (line.marked, line.met.number, line.met.n, line.met.percent) == (4, 8, 12, 67)
    assert [(rate.number, rate.n, rate.percent) for rate in line.by_criterion] == [
        (4, 4, None),
        (0, 4, None),
        (4, 4, None),
    ]
    assert (line.agreed.number, line.agreed.n) == (4, 4)
    assert (line.turnaround.median, line.turnaround.in_time.number) == (2, 4)


def test_mrk_8_extended_work_has_longer_and_the_deadline_is_the_published_one(cohort, assessor):
    set_rules(cohort, feedback_working_days=1, late_feedback_working_days=5)
    in_time, extended, late = (
        make_marked(assessor, make_person(name), cohort).submission for name in ("Tim One", "Tom Two", "Lou Three")
    )
    Submission.objects.exclude(pk=late.pk).update(is_late=False)
    Submission.objects.filter(pk=extended.pk).update(due_at=NOON)

    [line] = get_statistics(cohort).lines

    assert (line.turnaround.median, line.turnaround.in_time.number) == (2, 2)
    Submission.objects.filter(pk=in_time.pk).update(is_late=True)
    assert get_statistics(cohort).lines[0].turnaround.in_time.number == 3


def test_second_marks_are_compared_with_the_first_before_anybody_agreed(cohort, assessor, second_assessor):
    set_rules(cohort, second_marking="double_blind")
    for place in range(4):
        submission = make_accepted(make_person(f"Twice {place}"), cohort)
        for person, short in ((assessor, ["1.1"] if place else []), (second_assessor, ["1.1"])):
            by = somebody("coordinator")
            finish_marking(allocate(submission, assessor=person, due_date=TODAY, by=by, now=NOON), short)

    [pair] = get_statistics(cohort).pairs

    assert (pair.first, pair.second, pair.portfolios) == (str(assessor), str(second_assessor), 4)
    assert (pair.same.number, pair.same.n) == (11, 12)
    assert 0.7 < pair.kappa.value < 0.9


def test_too_few_are_hidden_with_a_sentence_and_no_learner_is_named(client, cohort, assessor, moderator):
    mark_some(cohort, assessor, 1)

    page = sign_in(client, moderator).get(reverse("moderation:show_statistics", args=[cohort.pk])).text

    assert "fewer than 10" in page
    assert "too few: 3" in page
    assert "Learner0" not in page


def test_the_page_asks_as_much_for_many_as_for_one(
    client, assessor, second_assessor, moderator, cohort, django_assert_num_queries
):
    many = make_cohort()
    mark_some(cohort, assessor, 1)
    mark_some(many, assessor, 2)
    mark_some(many, second_assessor, 2)
    sign_in(client, moderator).get("/moderation/")
    with CaptureQueriesContext(connection) as for_one:
        client.get(reverse("moderation:show_statistics", args=[cohort.pk]))

    with django_assert_num_queries(len(for_one)):
        client.get(reverse("moderation:show_statistics", args=[many.pk]))


def mark_twice(cohort, pairs):
    """Numeric marks of two people, without the pages: what counts here is what they gave."""
    people = somebody("assessor"), make_person("Sam Second", "assessor")
    for place, scores in enumerate(pairs):
        submission = make_accepted(make_person(f"Twice {place}"), cohort)
        for person, score in zip(people, scores, strict=True):
            by = somebody("coordinator")
            give_mark(allocate(submission, assessor=person, due_date=TODAY, by=by, now=NOON), score)
    return people


def test_mrk_6_numeric_marks_are_compared_band_by_band_and_near_bands_count_for_more(numeric):
    set_rules(numeric, second_marking="double_blind")
    first, second = mark_twice(numeric, [("30", "35"), ("45", "41"), ("62", "66"), ("72", "68"), ("55", "30")])

    statistics = get_statistics(numeric)

    [pair] = statistics.pairs
    assert (pair.first, pair.second, pair.portfolios) == (str(first), str(second), 5)
    # 72 and 69 rounded are neighbours; 55 and 30 are not, and both count as different.
    assert (pair.same.number, pair.same.n, pair.same.percent) == (3, 5, None)
    assert pair.kappa is None
    assert statistics.criteria == []
    assert {line.assessor: (line.met.number, line.met.n) for line in statistics.lines} == {
        str(first): (4, 5),
        str(second): (3, 5),
    }


def test_mrk_6_kappa_of_bands_has_its_n_and_interval_once_there_are_ten(client, numeric, moderator):
    set_rules(numeric, second_marking="double_blind")
    mark_twice(numeric, [("30", "30"), ("45", "45"), ("55", "52"), ("65", "61"), ("75", "71"), ("75", "65")] * 2)

    page = sign_in(client, moderator).get(reverse("moderation:show_statistics", args=[numeric.pk])).text

    [pair] = get_statistics(numeric).pairs
    assert (pair.kappa.n, pair.same.percent) == (12, 83)
    assert 0.7 < pair.kappa.low < pair.kappa.value < pair.kappa.high <= 1
    assert f"95% from {pair.kappa.low:.2f} to {pair.kappa.high:.2f}, n = 12" in page
    assert "Band against band" in page
    assert "By criterion" not in page
