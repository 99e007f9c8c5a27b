"""A learner names people who must never see or handle what is hers."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from cpd.accounts.actions import keep_away, recognise, withdraw_name
from cpd.accounts.away.models import KeptAway
from cpd.accounts.away.queries import find_kept_away, is_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


def name(learner, who, **details):
    return keep_away(name=who, by=learner, now=NOON, **details)


def pairs(person, learner):
    """What the query for many and the query for one say of these two."""
    for_many = find_kept_away([person], [learner.pk]) == {(learner.pk, person.pk)}
    return for_many, is_kept_away(person, learner.pk)


@pytest.mark.parametrize(
    "written", ["Cleo Coordinator", "  cleo   COORDINATOR ", "Cléo Coordinator", "Cleo-Coordinator"]
)
def test_a_name_keeps_every_account_of_that_name_away(written, learner, coordinator, assessor):
    name(learner, written)

    assert pairs(coordinator, learner) == (True, True)
    assert pairs(assessor, learner) == (False, False)


def test_an_address_keeps_its_account_away_whatever_the_name(learner, coordinator):
    name(learner, "Robin Elsewhere", email=coordinator.email.upper())

    assert pairs(coordinator, learner) == (True, True)


def test_a_second_address_counts_once_it_is_proved(learner, coordinator):
    name(learner, "Robin Elsewhere", email="robin@example.net")
    second = EmailAddress.objects.create(user=coordinator, email="Robin@example.net", verified=False)
    assert pairs(coordinator, learner) == (False, False)

    second.verified = True
    second.save()

    assert pairs(coordinator, learner) == (True, True)


def test_an_account_that_is_made_later_is_kept_away_from_its_first_day(learner):
    name(learner, "Robin Later")

    assert pairs(make_person("Robin Later", Role.ASSESSOR), learner) == (True, True)


def test_the_lead_says_which_account_is_meant(learner, coordinator, assessor, safeguarding_lead):
    entry = name(learner, "Cleo Coordinator")

    recognise(entry, person=coordinator, is_same=False, by=safeguarding_lead, now=NOON)
    recognise(entry, person=assessor, is_same=True, by=safeguarding_lead, now=NOON)

    assert pairs(coordinator, learner) == (False, False)
    assert pairs(assessor, learner) == (True, True)


def test_a_name_that_is_taken_off_holds_no_longer(learner, coordinator):
    withdraw_name(name(learner, str(coordinator)), by=learner, now=NOON)

    assert pairs(coordinator, learner) == (False, False)


def test_naming_twice_is_one_entry_and_oneself_is_refused(learner, other_learner, coordinator):
    assert name(learner, "Cleo Coordinator") == name(learner, "cleo coordinator")
    assert KeptAway.objects.count() == 1
    for words in ({"who": str(learner)}, {"who": "Somebody", "email": learner.email}, {"who": " - "}):
        with pytest.raises(NotAllowed):
            name(learner, **words)
    assert pairs(coordinator, other_learner) == (False, False)


def test_history_and_notices_say_neither_who_nor_by_whom(learner, safeguarding_lead):
    entry = name(learner, "Quentin Keptaway", email="quentin@example.net", known_from="Beacon")

    notice = Notice.objects.get(person=safeguarding_lead)
    written = Entry.objects.get(name="kept_away.named")
    assert "Quentin" not in f"{notice.text} {notice.url} {written.detail} {written.sealed}"
    assert notice.url == reverse("accounts:show_kept_away", args=[entry.pk])


def test_a_lead_who_is_named_neither_hears_of_it_nor_reads_it(client, learner, safeguarding_lead, administrator):
    entry = name(learner, str(safeguarding_lead))

    assert not Notice.objects.filter(person=safeguarding_lead).exists()
    assert Notice.objects.get(person=administrator).kind == "away.lead_needed"
    sign_in(client, safeguarding_lead)
    assert "Saff" not in client.get("/kept-away/").text.partition("<main")[2]
    assert client.get(f"/kept-away/{entry.pk}/").status_code == 404
    with pytest.raises(NotAllowed, match="^Not available.$"):
        recognise(entry, person=safeguarding_lead, is_same=False, by=safeguarding_lead, now=NOON)


def test_the_other_lead_hears_of_it(learner, safeguarding_lead, administrator):
    other = make_person("Sol Lead", Role.SAFEGUARDING)

    name(learner, str(safeguarding_lead))

    assert Notice.objects.get().person == other


@pytest.mark.parametrize("role", ["coordinator", "administrator", "learner"])
def test_only_a_lead_recognises(role, request, learner, assessor):
    with pytest.raises(NotAllowed):
        recognise(name(learner, "Robin"), person=assessor, is_same=True, by=request.getfixturevalue(role), now=NOON)


def test_an_administrator_who_is_named_finds_nobody(client, learner, administrator, other_learner):
    name(learner, str(administrator))
    sign_in(client, administrator)

    listed = client.get("/people/?search=Learner").text
    assert "Bryn Learner" in listed
    assert "Amira" not in listed
    assert client.get(f"/people/{learner.pk}/").status_code == 404
    for page in ("appoint", "address", "close", "reopen"):
        assert client.get(f"/people/{learner.pk}/{page}/").status_code == 404


def test_a_learner_names_somebody_sees_her_list_and_takes_a_name_off(client, learner, safeguarding_lead):
    sign_in(client, learner)

    assert client.post("/keep-away/", {"name": ""}).status_code == 422
    assert client.post("/keep-away/", {"name": "Robin Named", "known_from": "Beacon"}).status_code == 302
    assert "Robin Named" in client.get("/keep-away/").text
    entry = KeptAway.objects.get()
    assert client.post(f"/keep-away/{entry.pk}/take-off/").status_code == 302
    assert "Robin Named" not in client.get("/keep-away/").text


def test_her_list_is_hers_alone(client, learner, other_learner):
    entry = name(learner, "Robin Named")
    sign_in(client, other_learner)

    assert "Robin" not in client.get("/keep-away/").text
    assert client.post(f"/keep-away/{entry.pk}/take-off/").status_code == 404


def test_the_page_tells_a_learner_nothing_about_whose_accounts_there_are(
    client, learner, coordinator, safeguarding_lead
):
    """Whoever she fears may be a user, and a page that answers differently would be a directory of users."""
    sign_in(client, learner)

    for who in (str(coordinator), "Nobody Here"):
        client.post("/keep-away/", {"name": who})
    page = client.get("/keep-away/").text

    assert page.count("–</dd>") == 2
    assert coordinator.email not in page


def test_the_lead_finds_an_account_and_recognises_it(client, learner, assessor, safeguarding_lead):
    entry = name(learner, "Ash")
    address = f"/kept-away/{entry.pk}/"
    sign_in(client, safeguarding_lead)
    assert "No account has this name or address" in client.get(address).text
    assert assessor.email in client.get(f"{address}?search=asha").text

    client.post(f"{address}recognise/", {"person": assessor.pk, "is_same": "yes"})

    assert pairs(assessor, learner) == (True, True)
    assert "Recognised by a safeguarding lead" in client.get(address).text


@pytest.mark.parametrize("posted", [{}, {"person": "x", "is_same": "yes"}, {"is_same": "perhaps"}])
def test_a_crooked_press_changes_nothing(posted, client, learner, safeguarding_lead):
    entry = name(learner, "Ash")
    sign_in(client, safeguarding_lead)

    assert client.post(f"/kept-away/{entry.pk}/recognise/", posted).status_code == 404
    assert not User.objects.filter(kept_away__recognitions__isnull=False).exists()
