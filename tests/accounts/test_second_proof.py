from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.accounts.entrance import PASSWORD, is_signed_in, log_in, mailed_code, with_password
from tests.people import make_person

pytestmark = pytest.mark.django_db


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[-1]))


@pytest.fixture
def guarded(assessor):
    """An assessor with a password and an authenticator app, and the secret of that app."""
    Authenticator.objects.filter(user=assessor).delete()
    secret = generate_totp_secret()
    TOTP.activate(assessor, secret)
    return with_password(assessor), secret


def test_a_password_alone_does_not_let_staff_in(client, guarded):
    response = log_in(client, guarded[0])

    assert response.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_password_and_app_let_staff_in(client, guarded):
    person, secret = guarded
    log_in(client, person)

    response = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert response.status_code == 302
    assert is_signed_in(client)
    assert client.get(reverse("accounts:show_preferences")).status_code == 200


def test_a_wrong_second_code_lets_nobody_in(client, guarded):
    log_in(client, guarded[0])

    client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert not is_signed_in(client)


def test_a_code_by_mail_does_not_replace_the_second_proof(client, guarded):
    client.post(reverse("account_request_login_code"), {"email": guarded[0].email})

    response = client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})

    assert response.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_a_new_password_by_mail_does_not_replace_the_second_proof(client, guarded):
    client.post(reverse("account_reset_password"), {"email": guarded[0].email})
    client.post(reverse("account_confirm_password_reset_code"), {"code": mailed_code()})
    new = "another quiet river of lamps"
    client.post(reverse("account_complete_password_reset"), {"password1": new, "password2": new})
    assert not is_signed_in(client)

    response = log_in(client, guarded[0], new)

    assert response.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)


@pytest.fixture
def unguarded(assessor):
    """An assessor who has not set up a second proof yet."""
    Authenticator.objects.filter(user=assessor).delete()
    return with_password(assessor)


@pytest.mark.parametrize(
    "name",
    ["home:show_home", "marking:show_queue", "notices:list_notices", "accounts:show_preferences", "admin:index"]
    + ["account_email", "account_change_password", "usersessions_list"],
)
def test_staff_without_a_second_proof_get_no_further_than_setting_it_up(client, unguarded, name):
    log_in(client, unguarded)

    response = client.get(reverse(name))

    assert (response.status_code, response.url) == (302, reverse("mfa_index"))


def test_staff_set_up_an_app_and_are_in(client, unguarded):
    log_in(client, unguarded)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]

    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert response.status_code == 302
    assert client.get(reverse("accounts:show_preferences")).status_code == 200
    stored = Authenticator.objects.get(user=unguarded, type="totp").data["secret"]
    assert secret not in stored


def test_a_session_that_waited_for_the_second_proof_to_be_set_up_elsewhere_gets_nowhere(client, unguarded):
    log_in(client, unguarded)
    secret = generate_totp_secret()
    TOTP.activate(unguarded, secret)
    where = reverse("accounts:show_preferences")

    response = client.get(where)

    assert response.url == f"{reverse('mfa_reauthenticate')}?next={quote(where, safe='')}"
    client.post(response.url, {"code": code_of(secret)})
    assert client.get(where).status_code == 200


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_trying_to_set_up_another_proof_proves_nothing(client, unguarded, name):
    log_in(client, unguarded)
    TOTP.activate(unguarded, generate_totp_secret())

    client.post(reverse(name), {"code": "000000"})

    assert client.get(reverse("accounts:show_preferences")).url.startswith(reverse("mfa_reauthenticate"))


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_list_webauthn"]
    + ["mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"],
)
def test_a_password_alone_neither_shows_adds_nor_removes_a_proof(client, unguarded, name):
    """Whoever signed in with a stolen password before there was an app cannot put it aside afterwards."""
    log_in(client, unguarded)
    TOTP.activate(unguarded, generate_totp_secret())
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    for response in (client.get(reverse(name)), client.post(reverse(name))):
        assert response.url.startswith(reverse("mfa_reauthenticate"))
    assert Authenticator.objects.filter(user=unguarded).count() == 1


def test_recovery_codes_alone_are_no_second_proof(client, unguarded):
    RecoveryCodes.activate(unguarded)
    client.force_login(unguarded)

    assert client.get(reverse("accounts:show_preferences")).url == reverse("mfa_index")


def test_a_support_person_without_roles_needs_a_second_proof_too(client, learner):
    User.objects.filter(pk=learner.pk).update(is_staff=True)
    client.force_login(learner)

    assert client.get(reverse("admin:index")).url == reverse("mfa_index")


def test_a_person_of_two_roles_needs_the_second_proof_for_learning_too(client):
    both = make_person("Two Roles", Role.LEARNER, Role.ASSESSOR)
    Authenticator.objects.filter(user=both).delete()
    client.force_login(both)

    assert client.get(reverse("home:show_home")).url == reverse("mfa_index")
