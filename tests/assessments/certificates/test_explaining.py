"""For each enrolment: issued because, or not issued because."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.boards.actions import ratify
from assessments.certificates.explaining import explain, explainable
from assessments.certificates.reconciling import reconcile
from assessments.demo import road
from tests.assessments.certificates.test_issuing import issued
from tests.assessments.certificates.test_reconciling import break_it
from tests.clock import NOON
from tests.factories import (
    make_accepted,
    make_award,
    make_board,
    make_cohort,
    make_confirmed,
    make_enrolment,
    make_marked,
    make_portfolio,
    make_released,
    revoke,
)
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


def sentence(enrolment):
    (explanation,) = explain([enrolment])
    return explanation.sentence


def test_an_issued_certificate_has_every_rule_with_its_fact(learner, coordinator):
    certificate = issued(learner)

    (explanation,) = explain(explainable(coordinator))

    assert explanation.is_issued
    assert explanation.sentence == "Issued because every rule below is kept."
    assert len(explanation.facts) == 11
    says = " ".join(fact.says for fact in explanation.facts)
    for words in (
        "Enrolled on 3 June 2026; agreement UM-1",
        "Decided at the meeting of 3 June 2026",
        certificate.pdf_sha256[:16],
    ):
        assert words in says


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: make_portfolio().portfolio.enrolment, "no portfolio is sealed"),
        (lambda: make_accepted().portfolio.enrolment, "the marking is not confirmed"),
        (lambda: make_marked().submission.portfolio.enrolment, "the marking is not confirmed"),
        (lambda: make_confirmed().portfolio.enrolment, "the board has not decided yet"),
        (lambda: make_released(not_yet_met=["1.1"]).portfolio.enrolment, "no portfolio is sealed"),
        (lambda: make_award().enrolment, "the document is being made"),
    ],
)
def test_each_place_on_the_road_has_its_reason(make, why):
    assert sentence(make()).startswith(f"Not issued because {why}")


def test_between_ratifying_and_release_it_says_so():
    submission = make_confirmed()
    enrolment = submission.portfolio.enrolment
    board = make_board(enrolment.cohort)
    for paper in board.papers.all():
        road.decide(paper, result="pass", reason="", by=board.chair, now=NOON)
    assert sentence(enrolment) == "Not issued because the board has not ratified its results yet."

    ratify(board, by=board.chair, now=NOON)

    assert sentence(enrolment) == "Not issued because the results of the meeting are not released yet."


def test_a_revoked_award_and_a_stopped_house_are_reasons(learner, other_learner, coordinator):
    certificate = issued(learner)
    waiting = make_award(other_learner)
    break_it(certificate)
    reconcile(by=coordinator, now=NOON)
    assert "the last comparison found that they do not" in sentence(waiting.enrolment)

    revoke(certificate.award, by=coordinator)

    assert sentence(certificate.award.enrolment) == "Not issued because the award is “revoked”."


def test_what_lies_behind_a_broken_rule_is_not_reached():
    (explanation,) = explain([make_confirmed().portfolio.enrolment])

    assert [fact.holds for fact in explanation.facts][:4] == [True, True, True, False]
    assert {fact.holds for fact in explanation.facts[4:]} == {None}


def test_the_list_needs_as_many_queries_for_many_as_for_one(client, coordinator):
    cohort = make_cohort()
    make_enrolment(cohort=cohort)
    sign_in(client, coordinator)
    address = f"/certificates/explained/?cohort={cohort.code}"
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for name in ("Bo Two", "Cy Three"):
        make_enrolment(make_person(name, "learner"), cohort)
    with CaptureQueriesContext(connection) as three:
        page = client.get(address).content.decode()

    assert len(three) == len(one)
    assert page.count("Not issued because no portfolio is sealed") == 3


def test_nobody_reads_their_own(client, coordinator):
    enrolment = make_enrolment(coordinator)
    sign_in(client, coordinator)

    assert client.get(f"/certificates/explained/{enrolment.candidate_number}/").status_code == 404
    assert (
        enrolment.candidate_number
        not in client.get(f"/certificates/explained/?cohort={enrolment.cohort.code}").content.decode()
    )
