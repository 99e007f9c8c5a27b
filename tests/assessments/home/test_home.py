"""The first page of each role."""

import re

import pytest

from assessments.confidentiality.actions import open_for_intake, return_for_correction
from assessments.confidentiality.states import Slip
from tests.clock import NOON
from tests.factories import make_enrolment, make_released, make_submitted
from tests.people import sign_in

STAFF = [
    "assessor",
    "tutor",
    "moderator",
    "board_member",
    "auditor",
    "author",
    "coordinator",
    "safeguarding_lead",
    "administrator",
]


@pytest.mark.parametrize("role", STAFF)
def test_every_role_has_a_page_even_when_nothing_waits(client, request, role):
    answer = sign_in(client, request.getfixturevalue(role)).get("/")

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Nothing waits for you" in page
    assert re.findall(r"\b([a-z]+) \1\b", page, re.IGNORECASE) == []


def test_a_coordinator_sees_what_waits(client, coordinator):
    make_submitted()

    assert "1 portfolio waiting for intake" in sign_in(client, coordinator).get("/").content.decode()


def test_a_learner_without_a_module_is_told_what_will_happen(client, learner):
    assert "not on a module yet" in sign_in(client, learner).get("/").content.decode()


def test_a_learner_sees_the_one_next_thing(client, learner):
    make_enrolment(learner)

    page = sign_in(client, learner).get("/").content.decode()

    assert "First lesson" in page
    assert "0 of 2 lessons done" in page
    assert "Clocks" in page


def test_nothing_is_said_of_the_result_before_release(client, learner):
    make_submitted(learner)

    assert "Read my result" not in sign_in(client, learner).get("/").content.decode()


def test_after_release_the_result_comes_first(client, learner):
    make_released(learner)

    page = sign_in(client, learner).get("/").content.decode()

    assert "Read my result" in page
    assert "Clocks" not in page


def test_a_resubmission_comes_before_lessons(client, learner):
    make_released(learner, not_yet_met=["1.1"])

    page = sign_in(client, learner).get("/").content.decode()

    assert "Continue my portfolio" in page
    assert "What you have met stands" in page


def test_a_returned_portfolio_says_by_when_it_is_to_be_corrected(client, learner, coordinator):
    submission = make_submitted(learner)
    open_for_intake(submission, reason="Check", by=coordinator, now=NOON)
    places = [(submission.items.first(), Slip.DATE, "para 1")]
    return_for_correction(submission, places=places, by=coordinator, now=NOON)

    page = sign_in(client, learner).get("/").content.decode()

    assert "Open the notice" in page
    assert "Friday 12 June 2026, 12pm" in page
