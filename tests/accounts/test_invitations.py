import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cpd.accounts.actions import accept_invitation, create_person, invite
from cpd.accounts.models import Invitation, InvitationState, User
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.jobs.relay import run_due_jobs
from cpd.rules import NotAllowed
from tests.accounts.entrance import PASSWORD, is_signed_in, with_password
from tests.people import provider

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def open_link(client, token):
    return client.get(reverse("accounts:accept_invitation", args=[token]), follow=True)


def test_the_mail_names_nothing_and_its_link_opens_the_account(client, invited):
    run_due_jobs(timezone.now())

    message = mail.outbox[0]
    assert (message.subject, message.to) == ("You have an invitation", ["new@example.org"])
    assert not re.search(r"Harbour|assessor|module|CPD", message.body, re.IGNORECASE)
    link = re.search(r"https?://\S+", message.body).group()
    page = client.get(link.partition("8000")[2], follow=True)
    assert page.redirect_chain == [(reverse("accounts:open_account"), 302)]
    assert Invitation.objects.get().mailed_at is not None


def test_opening_the_link_shows_no_role_employer_or_module(client, invited):
    page = open_link(client, invited[1]).content.decode()

    assert not re.search(r"assessor|Harbour|new@example", page, re.IGNORECASE)


def test_a_new_person_chooses_a_password_and_goes_on_to_the_second_proof(client, invited):
    open_link(client, invited[1])

    response = client.post(reverse("accounts:open_account"), {"password": PASSWORD}, follow=True)

    person = User.objects.get(email="new@example.org")
    assert response.redirect_chain == [("/", 302), (reverse("mfa_index"), 302)]
    assert person.holds(Role.ASSESSOR, on=timezone.localdate())
    assert person.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=person).verified
    assert Entry.objects.filter(name="invitation.accepted", actor_id=str(person.pk)).count() == 1


def test_the_second_proof_is_set_up_without_typing_the_password_again(client, invited):
    open_link(client, invited[1])
    client.post(reverse("accounts:open_account"), {"password": PASSWORD})

    assert client.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.parametrize("password", ["", "short", "password123456", "new@example.org"])
def test_a_weak_password_is_refused_and_the_link_still_works(client, invited, password):
    open_link(client, invited[1])

    response = client.post(reverse("accounts:open_account"), {"password": password})

    assert response.status_code == 422
    assert "Error: " in response.content.decode()
    assert Invitation.objects.get().state == InvitationState.WAITING


def spoil(invitation, how):
    changes = {
        "expired": {"expires_at": NOW - timedelta(minutes=1)},
        "cancelled": {"state": InvitationState.CANCELLED},
        "accepted": {"state": InvitationState.ACCEPTED, "accepted_at": NOW},
    }
    Invitation.objects.filter(pk=invitation.pk).update(**changes[how])


@pytest.mark.parametrize("how", ["expired", "cancelled", "accepted"])
def test_a_link_that_no_longer_works_says_so(client, invited, how):
    spoil(invited[0], how)

    page = open_link(client, invited[1])

    assert page.status_code == 410
    assert "This link no longer works" in page.content.decode()
    assert client.post(reverse("accounts:open_account"), {"password": PASSWORD}).status_code == 410
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_made_up_link_says_the_same(client):
    assert open_link(client, "a" * 43).status_code == 410


@pytest.mark.parametrize("how", ["expired", "cancelled", "accepted"])
def test_the_action_refuses_a_spoiled_invitation_too(invited, how):
    spoil(invited[0], how)

    with pytest.raises(NotAllowed, match="used, cancelled or has expired"):
        accept_invitation(invited[0], password=PASSWORD, now=NOW)


def test_somebody_with_an_account_signs_in_before_accepting(client, administrator, learner):
    _, token = invite(email=learner.email, role=Role.ASSESSOR, organisation=provider(), by=administrator, now=NOW)
    with_password(learner)
    page = open_link(client, token)
    assert "Sign in to accept" in page.content.decode()

    client.post(reverse("accounts:open_account"), {"password": "a stolen link sets nothing"})

    learner.refresh_from_db()
    assert learner.check_password(PASSWORD)
    assert not is_signed_in(client)
    assert not learner.holds(Role.ASSESSOR, on=timezone.localdate())


def test_somebody_with_an_account_accepts_signed_in_and_keeps_the_password(client, administrator, learner):
    _, token = invite(email=learner.email, role=Role.ASSESSOR, organisation=provider(), by=administrator, now=NOW)
    client.force_login(with_password(learner))
    open_link(client, token)

    client.post(reverse("accounts:open_account"))

    learner.refresh_from_db()
    assert learner.check_password(PASSWORD) is True
    assert learner.holds(Role.ASSESSOR, on=timezone.localdate())


def test_a_link_does_not_let_anyone_past_a_second_proof(invited, assessor):
    User.objects.filter(pk=assessor.pk).update(email="new@example.org")
    with_password(User.objects.get(pk=assessor.pk))

    with pytest.raises(NotAllowed, match="Sign in to it first"):
        accept_invitation(invited[0], password=PASSWORD, now=NOW)

    assert Authenticator.objects.filter(user=assessor).exists()


def test_a_learner_whose_place_was_offered_gets_a_password_by_her_invitation(client, coordinator):
    create_person(email="lea@example.org", given_names="Lea", family_name="Vale", by=coordinator, now=NOW)
    _, token = invite(email="lea@example.org", role=Role.LEARNER, organisation=provider(), by=coordinator, now=NOW)
    open_link(client, token)

    response = client.post(reverse("accounts:open_account"), {"password": PASSWORD}, follow=True)

    assert response.redirect_chain[-1] == (reverse("accounts:confirm_details"), 302)
    assert User.objects.get(email="lea@example.org").holds(Role.LEARNER, on=timezone.localdate())
