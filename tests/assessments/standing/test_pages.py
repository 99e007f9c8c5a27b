"""One's own standing, and an assessor's as a coordinator sees it, over HTTP."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.standing.models import Availability, DeclaredInterest, StandingFact
from cpd.accounts.actions import keep_away
from cpd.accounts.roles import Role
from tests.clock import NOON
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["assessor", "moderator", "board_member"])
def test_whoever_judges_declares_on_their_own_page(role, request, client):
    person = request.getfixturevalue(role)
    StandingFact.objects.all().delete()
    sign_in(client, person)
    assert "Nothing on record" in client.get("/standing/").text

    assert client.post("/standing/declare/", {"complete": "on"}).status_code == 422
    assert client.post("/standing/declare/", {"complete": "on", "confidential": "on"}).status_code == 302

    assert StandingFact.objects.filter(person=person).count() == 2


def test_an_interest_is_added_and_ended(client, assessor):
    sign_in(client, assessor)
    assert client.post("/standing/interests/new/", {"kind": "family"}).status_code == 422
    assert client.post("/standing/interests/new/", {"kind": "family", "name": "Robin Kin"}).status_code == 302
    assert "Robin Kin" in client.get("/standing/").text

    client.post(f"/standing/interests/end/?interest={DeclaredInterest.objects.get().pk}")

    assert "Robin Kin" not in client.get("/standing/").text


@pytest.mark.parametrize(
    "posted",
    [
        {"most": "-1"},
        {"most": "12,5"},
        {"away_from": "2026-07-01"},
        {"away_from": "2026-07-02", "away_until": "2026-07-01"},
    ],
)
def test_an_availability_that_cannot_be_is_refused(posted, client, assessor):
    sign_in(client, assessor)

    assert client.post("/standing/availability/", posted).status_code == 422
    assert not Availability.objects.exists()


def test_a_coordinator_sets_it_too_and_records_what_she_has_seen(client, coordinator, assessor):
    sign_in(client, coordinator)
    page = f"/standing/assessors/{assessor.pk}/"
    before = StandingFact.objects.count()

    assert client.post(f"{page}availability/", {"most": "3"}).url == page
    assert client.post(page, {"kind": "training", "happened_on": "2026-01-01", "seen": ""}).status_code == 422
    assert client.post(page, {"kind": "training", "happened_on": "2099-01-01", "seen": "x"}).status_code == 422
    assert client.post(page, {"kind": "training", "happened_on": "2026-01-01", "seen": "No. 4"}).status_code == 302

    assert "At most 3 portfolios at once" in client.get(page).text
    assert StandingFact.objects.count() == before + 1


def test_nobody_finds_another_s_list_of_interests(client, assessor, second_assessor, coordinator):
    interest = DeclaredInterest.objects.create(
        person=assessor, kind="family", name="Robin", name_key="robin", declared_at=NOON
    )
    sign_in(client, second_assessor)
    assert client.post(f"/standing/interests/end/?interest={interest.pk}").status_code == 404
    sign_in(client, coordinator)
    assert "Robin" not in client.get(f"/standing/assessors/{assessor.pk}/").text


def test_the_list_asks_as_much_for_many_as_for_one(client, coordinator, assessor, django_assert_num_queries):
    sign_in(client, coordinator)
    client.get("/standing/assessors/")
    with CaptureQueriesContext(connection) as for_one:
        assert "Qualified" in client.get("/standing/assessors/").text
    for number in range(4):
        make_person(f"Assessor {number}", Role.ASSESSOR)

    with django_assert_num_queries(len(for_one)):
        client.get("/standing/assessors/")


def test_an_assessor_who_learns_here_and_keeps_the_coordinator_away_is_not_found(client, coordinator, assessor):
    keep_away(name=str(coordinator), by=assessor, now=NOON)
    sign_in(client, coordinator)

    assert "Asha" not in client.get("/standing/assessors/").text
    assert client.get(f"/standing/assessors/{assessor.pk}/").status_code == 404
