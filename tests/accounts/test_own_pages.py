import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from cpd.accounts.guards import WORKING_AS
from cpd.accounts.models import Preferences, User
from cpd.accounts.roles import Role
from cpd.accounts.views.pages import TOPICS
from cpd.history.models import Entry
from tests.accounts.test_ways_in import is_signed_in
from tests.people import make_person

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
CHOICES = {"mail": "now", "quiet_from": "22:00", "quiet_until": "07:30", "safe_contact": "", "text_size": "1.25"}
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
    assert Preferences.objects.get(person=learner).mail == "now"
    assert Entry.objects.filter(name="person.preferences_chosen").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"quiet_from": ""}, {"quiet_until": ""}, {"quiet_until": "22:00"}, {"mail": "hourly"}, {"quiet_from": "late"}],
)
def test_impossible_preferences_are_refused(client, learner, wrong):
    client.force_login(learner)

    assert client.post(reverse("accounts:show_preferences"), CHOICES | wrong).status_code == 422
    assert not Preferences.objects.exists()


def test_leaving_ends_the_session_and_goes_elsewhere(client, learner, settings):
    client.force_login(learner)

    response = client.get(reverse("accounts:leave"))

    assert (response.status_code, response.url) == (302, settings.CPD_EXIT_URL)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not is_signed_in(client)
    assert client.get(reverse("accounts:show_preferences")).url.startswith(reverse("account_login"))


def test_leaving_clears_the_cache_where_the_connection_is_trusted(client):
    assert client.get(reverse("accounts:leave"), secure=True).headers["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.get(reverse("accounts:leave")).headers


def test_pages_for_signed_in_people_are_stored_nowhere(client, learner):
    client.force_login(learner)

    assert client.get(reverse("accounts:show_preferences")).headers["Cache-Control"] == "no-store"


def test_a_role_that_is_held_can_be_worked_as(client):
    both = make_person("Two Roles", Role.ASSESSOR, Role.BOARD)
    client.force_login(both)

    client.post(reverse("accounts:work_as"), {"role": "board"})

    assert client.session[WORKING_AS] == "board"


@pytest.mark.parametrize("role", ["administrator", "", "nonsense"])
def test_a_role_that_is_not_held_cannot_be_worked_as(client, assessor, role):
    client.force_login(assessor)

    client.post(reverse("accounts:work_as"), {"role": role})

    assert WORKING_AS not in client.session


@pytest.mark.parametrize("name", ["safety", "terms", "privacy", "accessibility", "cookies", "help"])
def test_anyone_reads_the_pages_of_the_footer(client, name):
    assert client.get(reverse(f"accounts:show_{name}")).status_code == 200


@pytest.mark.parametrize("topic", TOPICS)
def test_every_help_topic_has_a_page(client, topic):
    assert TOPICS[topic] in client.get(reverse("accounts:show_help_topic", args=[topic])).content.decode()


def test_there_is_no_other_help_page(client):
    assert client.get(reverse("accounts:show_help_topic", args=["settings"])).status_code == 404


def test_a_form_that_came_too_late_is_answered_honestly(learner, csrf_client):
    csrf_client.force_login(learner)

    response = csrf_client.post(reverse("accounts:work_as"), {"role": "learner"})

    assert response.status_code == 403
    assert "This was not saved" in response.content.decode()


@pytest.fixture
def csrf_client():
    return Client(enforce_csrf_checks=True)


def test_one_click_signs_in_a_demonstration_person(client, settings, learner):
    settings.CPD_DEMO = True
    User.objects.filter(pk=learner.pk).update(is_demonstration=True)
    assert str(learner) in client.get(reverse("account_login")).content.decode()

    response = client.post(reverse("accounts:sign_in_as", args=[learner.pk]))

    assert response.url == "/"
    assert is_signed_in(client)


def test_demonstration_staff_need_no_second_proof_in_a_demonstration_only(client, settings, administrator):
    administrator.authenticator_set.all().delete()
    User.objects.filter(pk=administrator.pk).update(is_demonstration=True)
    client.force_login(administrator)
    assert client.get(reverse("accounts:list_people")).status_code == 302

    settings.CPD_DEMO = True

    assert client.get(reverse("accounts:list_people")).status_code == 200


def test_no_real_person_is_signed_in_by_a_click(client, settings, learner):
    settings.CPD_DEMO = True

    assert client.post(reverse("accounts:sign_in_as", args=[learner.pk])).status_code == 404
    assert str(learner) not in client.get(reverse("account_login")).content.decode()


def test_outside_a_demonstration_there_is_no_such_click(client, learner):
    User.objects.filter(pk=learner.pk).update(is_demonstration=True)

    assert client.post(reverse("accounts:sign_in_as", args=[learner.pk])).status_code == 404
    assert not is_signed_in(client)
    assert str(learner) not in client.get(reverse("account_login")).content.decode()
