import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from cpd.accounts.models import Preferences, User
from cpd.accounts.views.pages import TOPICS
from cpd.history.models import Entry

pytestmark = pytest.mark.django_db
DETAILS = {
    "given_names": "Łucja",
    "family_name": "Ŵyn-Jones",
    "certificate_name": "Łucja Ŵyn-Jones",
    "safe_contact": "Ring at work before 4",
    "second_email": "",
    "accept_terms": "on",
    "accept_privacy": "on",
}
CHOICES = {
    "contact_by": "text",
    "mail": "now",
    "quiet_from": "22:00",
    "quiet_until": "07:30",
    "safe_contact": "",
    "text_size": "1.25",
}
CHOICES |= {"theme": "dark"}


@pytest.fixture
def newcomer(learner):
    User.objects.filter(pk=learner.pk).update(confirmed_at=None, terms_version="")
    learner.refresh_from_db()
    return learner


def test_the_first_sign_in_asks_for_details_before_anything_else(client, newcomer):
    client.force_login(newcomer)

    assert client.get(reverse("home:show_home")).url == reverse("accounts:confirm_details")
    assert client.get(reverse("accounts:show_terms")).status_code == 200


def test_details_are_confirmed_as_typed(client, newcomer):
    client.force_login(newcomer)

    response = client.post(reverse("accounts:confirm_details"), DETAILS)

    newcomer.refresh_from_db()
    assert response.url == reverse("accounts:show_safety")
    assert newcomer.certificate_name == "Łucja Ŵyn-Jones"
    assert newcomer.confirmed_at is not None
    assert newcomer.preferences.safe_contact == "Ring at work before 4"
    assert Entry.objects.filter(name="person.confirmed", subject_id=str(newcomer.pk)).count() == 1


@pytest.mark.parametrize("missing", ["given_names", "certificate_name", "accept_terms", "accept_privacy"])
def test_what_is_missing_is_said_and_what_was_typed_is_kept(client, newcomer, missing):
    client.force_login(newcomer)

    response = client.post(reverse("accounts:confirm_details"), DETAILS | {missing: "", "safe_contact": "Kept words"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Kept words" in page
    assert "<title>Error: " in page
    newcomer.refresh_from_db()
    assert newcomer.confirmed_at is None


@pytest.mark.parametrize("hidden", ["\u202e", "\u0000", "\u200b", "\ue000"])
def test_a_name_with_hidden_characters_is_refused(client, newcomer, hidden):
    client.force_login(newcomer)

    response = client.post(reverse("accounts:confirm_details"), DETAILS | {"certificate_name": f"Am{hidden}ira"})

    assert response.status_code == 422


def test_a_second_address_counts_only_after_its_code(client, newcomer):
    client.force_login(newcomer)

    response = client.post(reverse("accounts:confirm_details"), DETAILS | {"second_email": "Own@Example.net"})

    assert response.url == reverse("account_email_verification_sent")
    assert not EmailAddress.objects.filter(email="own@example.net", verified=True).exists()
    message = mail.outbox[-1]
    code = re.search(r"^([0-9A-Z-]{4,})$", message.body, re.MULTILINE).group(1)
    client.post(reverse("account_email_verification_sent"), {"code": code})
    own = EmailAddress.objects.get(user=newcomer, email="own@example.net")
    assert (own.verified, own.primary) == (True, False)


def test_somebody_elses_address_is_not_told_apart(client, newcomer, other_learner):
    client.force_login(newcomer)

    response = client.post(reverse("accounts:confirm_details"), DETAILS | {"second_email": other_learner.email})

    assert response.url == reverse("account_email_verification_sent")
    assert not EmailAddress.objects.filter(user=newcomer, email=other_learner.email).exists()


def test_details_are_confirmed_once(client, learner):
    client.force_login(learner)

    assert client.post(reverse("accounts:confirm_details"), DETAILS).url == reverse("accounts:show_preferences")


def test_preferences_are_kept_and_shape_the_page(client, learner):
    client.force_login(learner)

    response = client.post(reverse("accounts:show_preferences"), CHOICES, follow=True)

    page = response.content.decode()
    assert 'data-text="1.25" data-theme="dark"' in page
    assert "data-exit" not in page
    wishes = Preferences.objects.get(person=learner)
    assert (wishes.mail, wishes.contact_by, wishes.no_voicemail) == ("now", "text", False)
    assert wishes.contact_confirmed_at
    assert Entry.objects.filter(name="person.preferences_chosen").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet_from": ""},
        {"quiet_until": ""},
        {"quiet_until": "22:00"},
        {"mail": "hourly"},
        {"contact_by": "pigeon"},
        {"quiet_from": "late"},
    ],
)
def test_impossible_preferences_are_refused(client, learner, wrong):
    client.force_login(learner)

    assert client.post(reverse("accounts:show_preferences"), CHOICES | wrong).status_code == 422
    assert not Preferences.objects.exists()


@pytest.mark.parametrize("name", ["safety", "terms", "privacy", "accessibility", "cookies", "help"])
def test_anyone_reads_the_pages_of_the_footer(client, name):
    assert client.get(reverse(f"accounts:show_{name}")).status_code == 200


@pytest.mark.parametrize("topic", TOPICS)
def test_every_help_topic_has_a_page(client, topic):
    assert TOPICS[topic] in client.get(reverse("accounts:show_help_topic", args=[topic])).content.decode()


def test_there_is_no_other_help_page(client):
    assert client.get(reverse("accounts:show_help_topic", args=["settings"])).status_code == 404
