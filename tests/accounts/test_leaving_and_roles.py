from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cpd.accounts.guards import WORKING_AS
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.tasks import forget_sessions
from tests.accounts.entrance import is_signed_in, log_in, with_password
from tests.people import make_person

pytestmark = pytest.mark.django_db


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
    client.force_login(administrator)

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


def test_a_session_of_a_demo_ends_with_the_demo(client, administrator, settings):
    settings.CPD_DEMO = True
    User.objects.filter(pk=administrator.pk).update(is_demonstration=True)
    client.post(reverse("accounts:sign_in_as", args=[administrator.pk]))
    assert client.get(reverse("accounts:list_people")).status_code == 200

    settings.CPD_DEMO = False

    assert client.get(reverse("accounts:list_people")).url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_an_ended_session_is_forgotten_with_the_address_it_came_from(client, learner):
    log_in(client, with_password(learner))
    forget_sessions("today")()
    assert UserSession.objects.get().ip == "127.0.0.1"

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_sessions("today")()

    assert not UserSession.objects.exists()
    assert not Session.objects.exists()
