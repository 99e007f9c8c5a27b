"""The coordinator's pages of allocation, over HTTP."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.marking.models import Allocation
from tests.factories import make_accepted, make_allocation, make_cohort
from tests.people import employer, make_person, sign_in

pytestmark = pytest.mark.django_db
LIST = "/marking/allocations/"


@pytest.fixture
def signed_in(client, coordinator):
    return sign_in(client, coordinator)


def post(client, submission, **data):
    return client.post(reverse("marking:allocate_submission", args=[submission.pk]), data)


def test_one_press_gives_a_portfolio_to_the_suggested_assessor(signed_in, assessor):
    submission = make_accepted()
    assert f'Allocate<span class="visually-hidden"> {submission.reference} to Asha Assessor' in signed_in.get(LIST).text

    answer = post(signed_in, submission, assessor=assessor.pk, due_date="2099-07-17")

    assert answer.url == LIST
    assert Allocation.objects.get().assessor == assessor


def test_a_refused_assessor_is_listed_with_the_reason_and_cannot_be_chosen(
    signed_in, assessor, second_assessor, learner
):
    assessor.manager = learner
    assessor.save()
    submission = make_accepted(learner)
    address = reverse("marking:allocate_submission", args=[submission.pk])

    assert (
        "<strong>Asha Assessor</strong>: They and the learner are in the same reporting line."
        in signed_in.get(address).text
    )
    assert post(signed_in, submission, assessor=assessor.pk, due_date="2099-07-17").status_code == 422
    assert not Allocation.objects.exists()


def test_the_same_employer_is_asked_for_a_reason(signed_in, assessor, learner):
    assessor.employer = employer()
    assessor.save()
    submission = make_accepted(learner)

    answer = post(signed_in, submission, assessor=assessor.pk, due_date="2099-07-17")

    assert answer.status_code == 422
    assert "They and the learner have the same employer. Say why this is fair" in answer.text


@pytest.mark.parametrize("due_date", ["", "2020-01-01", "31.02.2099"])
def test_a_date_that_cannot_be_is_refused(due_date, signed_in, assessor):
    answer = post(signed_in, make_accepted(), assessor=assessor.pk, due_date=due_date)

    assert answer.status_code in (403, 422)
    assert not Allocation.objects.exists()


def test_nobody_to_choose_from_says_what_to_do(signed_in):
    submission = make_accepted()

    page = signed_in.get(reverse("marking:allocate_submission", args=[submission.pk])).text

    assert "Nobody can mark this portfolio" in page
    assert "Nobody is free" in signed_in.get(LIST).text


def test_what_is_being_marked_can_be_taken_back(signed_in, assessor):
    allocation = make_allocation(assessor)
    address = reverse("marking:withdraw_allocation", args=[allocation.pk])
    assert address in signed_in.get(f"{LIST}?show=allocated").text

    assert signed_in.get(address).status_code == 200
    assert signed_in.post(address).url == LIST
    assert signed_in.post(address).status_code == 404


@pytest.mark.parametrize("show", ["", "?show=allocated"])
def test_the_list_asks_as_much_for_many_as_for_one(show, signed_in, assessor, django_assert_num_queries):
    cohort, make = make_cohort(assessor=assessor), make_allocation if show else make_accepted
    arguments = (assessor,) if show else ()
    make(*arguments, make_person("Learner One"), cohort)
    signed_in.get(LIST + show)
    with CaptureQueriesContext(connection) as for_one:
        signed_in.get(LIST + show)
    for number in range(4):
        make(*arguments, make_person(f"Learner {number}"), cohort)

    with django_assert_num_queries(len(for_one)):
        signed_in.get(LIST + show)


@pytest.mark.parametrize("role", ["learner", "assessor", "moderator", "auditor"])
def test_other_roles_are_refused(role, request, client):
    sign_in(client, request.getfixturevalue(role))

    assert client.get(LIST).status_code == 403
