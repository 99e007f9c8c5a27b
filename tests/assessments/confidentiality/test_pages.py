"""The pages of intake, incidents, concerns and corrections, over HTTP."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.confidentiality.actions import open_for_intake, quarantine_item, raise_concern
from assessments.confidentiality.models import Incident, Place, SafeguardingConcern
from assessments.confidentiality.states import CaseState, Slip
from assessments.portfolios.states import ItemState, SubmissionState
from cpd.history.models import Entry
from tests.clock import NOON
from tests.factories import make_cohort, make_submitted
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
LIST = "/intake/"


@pytest.fixture
def signed_in(client, coordinator):
    return sign_in(client, coordinator)


def url(name, *things):
    return reverse(f"confidentiality:{name}", args=[thing.pk for thing in things])


@pytest.fixture
def opened(coordinator):
    submission = make_submitted()
    open_for_intake(submission, reason="Check", by=coordinator, now=NOON)
    return submission


def test_nothing_of_the_evidence_is_shown_before_a_reason_is_given(signed_in):
    submission = make_submitted()

    page = signed_in.get(url("show_intake", submission)).text

    assert "On day 12" not in page
    assert not Entry.objects.filter(name="evidence.opened").exists()
    assert signed_in.post(url("open_submission", submission), {"reason": ""}).status_code == 422


def test_from_opening_to_acceptance(signed_in):
    submission = make_submitted()

    page = signed_in.post(url("open_submission", submission), {"reason": "Check"}, follow=True).text
    assert "On day 12 I met Parent R" in page
    assert {entry.detail["because"] for entry in Entry.objects.filter(name="evidence.opened")} == {"intake"}
    signed_in.post(url("accept_submission", submission))

    submission.refresh_from_db()
    assert submission.state == SubmissionState.ACCEPTED
    assert "is “With the assessor”" in signed_in.get(url("show_intake", submission)).text.replace("it is", "is")


def test_no_page_of_intake_names_the_learner(signed_in, opened):
    learner = opened.portfolio.enrolment.learner
    addresses = [LIST, url("show_intake", opened), url("return_submission", opened)]

    for secret in (learner.family_name, learner.email, str(learner.pk)):
        assert not [address for address in addresses if secret in signed_in.get(address).text]


def test_a_return_names_places_and_the_learner_sees_them(signed_in, opened, client):
    item = opened.items.order_by("label").first()
    data = {"item_1": item.pk, "kind_1": "name", "place_1": "paragraph 2"}

    assert signed_in.post(url("return_submission", opened), data).url == LIST

    page = sign_in(client, opened.portfolio.enrolment.learner).get(url("show_correction", opened)).text
    assert "E1, Risk note: para 2" in page
    assert Place.objects.get().kind == Slip.NAME


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Name at least one place"),
        ({"place_1": "para 1"}, "Place 1: choose the item"),
        ({"kind_2": "name", "place_2": "where it says Jones"}, "Place 2: Give the place as a paragraph or page"),
    ],
)
def test_a_return_that_is_not_complete_says_what_is_missing(data, sentence, signed_in, opened):
    answer = signed_in.post(url("return_submission", opened), data)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_locking_an_item_away_asks_what_and_leads_to_an_incident(signed_in, opened, safeguarding_lead, client):
    item = opened.items.order_by("label").first()
    assert signed_in.post(url("quarantine_item", opened, item)).status_code == 422
    signed_in.post(url("quarantine_item", opened, item), {"kind": "name"})
    incident = Incident.objects.get()

    sign_in(client, safeguarding_lead)
    page = client.post(url("purge_item", incident), follow=True).text
    assert "Receipt of destruction" in page
    assert client.post(url("decide_report", incident), {"report": "not_needed"}).status_code == 422
    client.post(url("decide_report", incident), {"report": "not_needed", "reason": "Seen by one person."})
    assert client.post(url("show_incident", incident), {"outcome": "Learner told."}).status_code == 302
    incident.refresh_from_db()
    item.refresh_from_db()
    assert (incident.state, item.state) == (CaseState.CLOSED, ItemState.PURGED)


def test_a_concern_is_raised_and_closed(signed_in, opened, safeguarding_lead, client):
    page = signed_in.get(url("raise_concern", opened)).text
    assert "Call 999 first" in page
    signed_in.post(url("raise_concern", opened), {"note": "A child may be at risk.", "about": "somebody"})
    concern = SafeguardingConcern.objects.get()

    sign_in(client, safeguarding_lead)
    assert "A child may be at risk." in client.get(url("show_concern", concern)).text
    assert client.post(url("show_concern", concern), {"action_taken": "", "outcome": "referred"}).status_code == 422
    assert (
        client.post(
            url("show_concern", concern), {"action_taken": "Told the employer.", "outcome": "service_told"}
        ).status_code
        == 302
    )


def test_incidents_and_concerns_are_for_leads_only(signed_in, opened, coordinator):
    incident = quarantine_item(opened.items.first(), kind=Slip.NAME, by=coordinator, now=NOON)
    concern = raise_concern(opened, note="A note.", by=coordinator, now=NOON)

    for address in (
        url("show_incident", incident),
        url("show_concern", concern),
        f"{LIST}incidents/",
        f"{LIST}concerns/",
    ):
        assert signed_in.get(address).status_code == 403


def test_a_learner_sees_only_her_own_correction(client, opened, other_learner):
    sign_in(client, other_learner)

    assert client.get(url("show_correction", opened)).status_code == 404


def test_an_item_cannot_be_downloaded_without_having_opened_the_submission(signed_in):
    submission = make_submitted()

    assert signed_in.get(url("download_item", submission, submission.items.first())).status_code == 404


def test_a_colleague_is_refused_with_a_sentence(signed_in, coordinator, learner):
    coordinator.manager = learner
    coordinator.save()

    answer = signed_in.get(url("show_intake", make_submitted(learner)))

    assert (answer.status_code, "You work with this learner" in answer.text) == (403, True)


@pytest.mark.parametrize("role", ["learner", "assessor", "moderator", "board_member", "auditor"])
def test_other_roles_are_refused(role, request, client):
    sign_in(client, request.getfixturevalue(role))

    assert client.get(LIST).status_code == 403


def test_the_list_asks_as_much_for_many_as_for_one(signed_in, django_assert_num_queries):
    cohort = make_cohort()
    make_submitted(cohort=cohort)
    signed_in.get(LIST)
    with CaptureQueriesContext(connection) as for_one:
        signed_in.get(LIST)
    for number in range(4):
        make_submitted(make_person(f"Learner {number}"), cohort)

    with django_assert_num_queries(len(for_one)):
        signed_in.get(LIST)
