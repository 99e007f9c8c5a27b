import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from cpd.accounts.actions import create_person
from cpd.accounts.models import User
from tests.accounts.entrance import PASSWORD, is_signed_in, log_in, mailed_code, with_password
from tests.clock import NOON

pytestmark = pytest.mark.django_db


def test_a_learner_signs_in_with_a_password(client, learner):
    response = log_in(client, with_password(learner))

    assert (response.status_code, response.url) == (302, "/")
    assert is_signed_in(client)


def test_the_sign_in_page_does_not_tell_which_addresses_have_accounts(client, learner):
    with_password(learner)

    known = log_in(client, learner, "wrong")
    unknown = client.post(reverse("account_login"), {"login": "nobody@example.org", "password": "wrong"})

    assert known.context["form"].errors == unknown.context["form"].errors


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_asking_for_a_code_does_not_tell_which_addresses_have_accounts(client, learner, name):
    known = client.post(reverse(name), {"email": learner.email})
    unknown = client.post(reverse(name), {"email": "nobody@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in mail.outbox] == [[learner.email]]


def test_an_account_whose_invitation_was_not_accepted_stays_shut(client):
    create_person(email="new@example.org", given_names="New", family_name="Person", by=None, now=NOON)
    client.post(reverse("account_request_login_code"), {"email": "new@example.org"})

    response = client.post(reverse("account_confirm_login_code"), {"code": mailed_code()})

    assert response.url == reverse("account_inactive")
    assert not is_signed_in(client)


def test_a_closed_account_is_signed_out_at_once(client, learner):
    client.force_login(learner)
    User.objects.filter(pk=learner.pk).update(is_active=False)

    response = client.get(reverse("accounts:show_preferences"))

    assert response.url.startswith(reverse("account_login"))


def test_nobody_signs_up(client):
    response = client.post(reverse("account_signup"), {"email": "x@example.org", "password1": PASSWORD})

    assert not User.objects.filter(email="x@example.org").exists()
    assert response.status_code == 200


def test_wrong_passwords_are_limited(client, learner):
    with_password(learner)
    for _ in range(6):
        log_in(client, learner, "wrong")

    log_in(client, learner)

    assert not is_signed_in(client)


def test_a_second_address_that_was_proved_signs_in(client, learner):
    with_password(learner)
    EmailAddress.objects.create(user=learner, email="private@example.net", verified=True)

    client.post(reverse("account_login"), {"login": "private@example.net", "password": PASSWORD})

    assert is_signed_in(client)


def test_security_mail_says_nothing_about_the_service(client, learner):
    client.post(reverse("account_request_login_code"), {"email": learner.email})

    message = mail.outbox[-1]
    assert message.subject == "Your code"
    assert not re.search(r"abuse|module|portfolio|learner|course|CPD|testserver", message.body, re.IGNORECASE)


def test_a_changed_password_is_told_with_a_way_to_object(client, learner, settings):
    log_in(client, with_password(learner))
    new = "another quiet river of lamps"
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}, follow=True
    )

    message = mail.outbox[-1]
    assert message.to == [learner.email]
    assert settings.CPD_SUPPORT_EMAIL in message.body


def test_a_session_is_over_after_half_a_day(client, learner):
    client.force_login(learner)

    assert client.session.get_expiry_age() <= timedelta(hours=12).total_seconds()
