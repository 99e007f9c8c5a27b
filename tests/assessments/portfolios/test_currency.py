"""When practice happened: given by its month, counted under CUR-1, sealed with the item, and seen at the desk."""

import json
from datetime import date

import pytest
from django.urls import reverse

from assessments.confidentiality.evidence import read_submission
from assessments.portfolios.actions import date_practice, submit
from assessments.portfolios.contents import load_contents
from assessments.portfolios.currency import is_current, practice_gaps
from assessments.portfolios.states import Declaration
from courses.accreditation.rulesets import Rules
from cpd.rules import NotAllowed
from tests.architecture.world.intake import take_in
from tests.clock import NOON, TODAY
from tests.factories import make_allocation, make_ready_portfolio, set_rules
from tests.people import sign_in

pytestmark = pytest.mark.django_db
RULES = Rules(version="test")
SENTENCE = "This is not a month with its year. Write it as 3/2026 or March 2026."


@pytest.fixture
def item(learner):
    return make_ready_portfolio(learner).items.order_by("label").first()


@pytest.mark.parametrize(
    ("practice", "counts"),
    [(date(2024, 6, 1), False), (date(2024, 7, 1), True), (date(2026, 7, 1), True)],
)
def test_cur_1_a_month_counts_as_long_as_a_day_of_it_does(practice, counts):
    assert is_current(practice, RULES, date(2026, 7, 31)) == counts


def test_cur_1_twelve_months_where_the_agreement_is_strict():
    strict = Rules(version="test", evidence_months=12)

    assert not is_current(date(2025, 5, 1), strict, date(2026, 7, 1))
    assert is_current(date(2025, 7, 1), strict, date(2026, 7, 1))


@pytest.mark.parametrize("typed", ["3/2026", "03/2026", "March 2026", "Mar 2026", " march  2026 ", "2026-03", "3.2026"])
def test_a_month_is_read_as_people_write_it(client, learner, item, typed):
    sign_in(client, learner)

    client.post(reverse("portfolios:date_practice", args=[item.pk]), {"month": typed})

    item.refresh_from_db()
    assert item.practice_date == date(2026, 3, 1)


@pytest.mark.parametrize("typed", ["3", "13/2026", "3/26", "last spring", "14/3/2026", "NaN", "٣/٢٠٢٦x"])
def test_what_is_no_month_is_refused_and_kept_on_the_page(client, learner, item, typed):
    sign_in(client, learner)

    answer = client.post(reverse("portfolios:date_practice", args=[item.pk]), {"month": typed})

    item.refresh_from_db()
    assert answer.status_code == 422
    assert SENTENCE in answer.text
    assert f'value="{typed}"' in answer.text
    assert item.practice_date is None


@pytest.mark.parametrize(
    ("month", "sentence"), [(date(2099, 1, 1), "still to come"), (date(1950, 1, 1), "fifty years ago")]
)
def test_a_month_that_cannot_be_is_refused(learner, item, month, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        date_practice(item, month=month, by=learner, now=NOON)


def test_the_day_is_never_kept(learner, item):
    assert date_practice(item, month=date(2026, 3, 17), by=learner, now=NOON).practice_date == date(2026, 3, 1)


def test_nobody_else_gives_it_and_a_sealed_item_keeps_it(learner, other_learner, client, item):
    sign_in(client, other_learner)
    assert client.post(reverse("portfolios:date_practice", args=[item.pk]), {"month": "3/2026"}).status_code == 404

    submit(item.submission, declarations=Declaration.values, by=learner, now=NOON)
    with pytest.raises(NotAllowed, match="cannot be changed"):
        date_practice(item, month=date(2026, 3, 1), by=learner, now=NOON)


def test_before_handing_in_she_is_asked_once_more_and_is_not_stopped(learner, item):
    date_practice(item, month=date(2020, 3, 1), by=learner, now=NOON)
    contents = load_contents(item.submission)

    gaps = practice_gaps(contents, TODAY)

    assert not [gap for gap in gaps if gap.is_hard]
    assert "is about March 2020. Practice counts when it is at most 24 months old" in gaps[0].text
    assert gaps[1].text == "E2: say in which month this happened."


def test_the_month_is_sealed_and_one_that_is_not_given_leaves_no_trace(learner, item):
    date_practice(item, month=date(2026, 3, 1), by=learner, now=NOON)

    sealed = submit(item.submission, declarations=Declaration.values, by=learner, now=NOON)

    items = {one["label"]: one for one in json.loads(sealed.manifest)["items"]}
    assert items["E1"]["practice"] == "2026-03"
    assert "practice" not in items["E2"]


def test_the_desk_says_when_it_was_and_where_that_is_too_long_ago(learner, coordinator, item):
    other = item.submission.items.get(label="E2")
    date_practice(item, month=date(2020, 3, 1), by=learner, now=NOON)
    date_practice(other, month=date(2026, 3, 1), by=learner, now=NOON)
    sealed = take_in(submit(item.submission, declarations=Declaration.values, by=learner, now=NOON))

    old, new = read_submission(sealed, by=coordinator, because="intake", now=NOON)

    assert (old.practice, old.is_old) == ("Practice of March 2020: more than 24 months old when handed in", True)
    assert (new.practice, new.is_old) == ("Practice of March 2026", False)


def test_the_numbers_are_those_of_the_agreement(client, assessor):
    allocation = make_allocation(assessor)
    set_rules(allocation.submission.portfolio.enrolment.cohort, evidence_months=12)
    allocation.submission.items.update(practice_date=date(2024, 12, 1))
    sign_in(client, assessor)

    page = client.get(reverse("marking:mark_submission", args=[allocation.pk])).text

    assert "Practice of December 2024: more than 12 months old when handed in" in page
