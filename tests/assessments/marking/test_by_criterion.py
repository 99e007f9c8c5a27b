"""One criterion across portfolios."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.marking.actions import begin, judge
from tests.assessments.marking.desks import typed, url
from tests.clock import NOON
from tests.factories import make_allocation, make_cohort
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
LIST = reverse("marking:list_criteria")


@pytest.fixture
def allocations(assessor, client):
    sign_in(client, assessor)
    cohort = make_cohort()
    return [make_allocation(assessor, make_person(f"Learner {number}"), cohort) for number in range(2)]


def criterion_of(allocation, number="1.1"):
    return allocation.submission.criteria.get(number=number)


def test_the_list_says_how_far_each_criterion_is(client, allocations, assessor):
    mark = begin(allocations[0], by=assessor, now=NOON)
    said = {"verdict": "met", "feedback": "", "version": 0}
    judge(mark, criterion=criterion_of(allocations[0]), **said, by=assessor, now=NOON)

    page = client.get(LIST).text

    assert page.index("1 of 2") < page.index("0 of 2")
    assert f"{url('mark_submission', allocations[1])}?only={criterion_of(allocations[0]).pk}" in page


def test_the_desk_shows_one_criterion_and_what_is_claimed_for_it(client, allocations):
    criterion = criterion_of(allocations[0], "2.1")

    page = client.get(url("mark_submission", allocations[0]), {"only": criterion.pk}).text

    assert "2.1 in portfolio" in page
    assert 'id="criterion-1.1"' not in page
    assert 'id="e1"' not in page
    assert 'id="e2"' in page
    assert "Finalise" not in page


def test_save_and_next_goes_to_the_next_portfolio_on_that_criterion(client, allocations, assessor):
    criterion = criterion_of(allocations[0])
    for allocation in allocations:
        mark = begin(allocation, by=assessor, now=NOON)
        data = typed(mark, then="next", only=criterion.pk, **{"c1-1-verdict": "met"})
        answer = client.post(url("mark_submission", allocation), data)
        assert mark.judgements.get(criterion=criterion).verdict == "met"
        if allocation == allocations[0]:
            assert answer.url == f"{url('mark_submission', allocations[1])}?only={criterion.pk}"

    assert answer.url == LIST


@pytest.mark.parametrize("only", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_criterion_that_is_not_of_this_attempt_is_not_found(only, client, allocations):
    assert client.get(url("mark_submission", allocations[0]), {"only": only}).status_code == 404


def test_the_list_asks_as_much_for_many_portfolios_as_for_two(client, allocations, assessor):
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    cohort = allocations[0].submission.portfolio.enrolment.cohort
    for number in range(3):
        make_allocation(assessor, make_person(f"Next {number}"), cohort)

    with CaptureQueriesContext(connection) as many:
        client.get(LIST)

    assert len(many) == len(few)
