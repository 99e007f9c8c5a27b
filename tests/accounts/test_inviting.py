import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cpd.accounts.actions import cancel_invitation, invite
from cpd.accounts.models import Invitation, InvitationState, User
from cpd.accounts.roles import Role
from cpd.jobs.relay import run_due_jobs
from cpd.rules import NotAllowed
from tests.people import employer, provider, university

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_inviting_again_ends_the_first_link(administrator, invited):
    invite(email="new@example.org", role=Role.ASSESSOR, organisation=provider(), by=administrator, now=NOW)

    invited[0].refresh_from_db()
    assert invited[0].state == InvitationState.CANCELLED
    assert Invitation.objects.filter(state=InvitationState.WAITING).count() == 1


def test_only_administrators_invite_staff(coordinator):
    with pytest.raises(NotAllowed, match="Only an administrator"):
        invite(email="x@example.org", role=Role.COORDINATOR, organisation=provider(), by=coordinator, now=NOW)


def test_a_coordinator_invites_somebody_from_outside_with_an_end(coordinator):
    with pytest.raises(NotAllowed, match="Say until when"):
        invite(email="x@example.org", role=Role.ASSESSOR, organisation=provider(), by=coordinator, now=NOW)


def test_a_closed_account_is_not_invited(administrator, learner):
    User.objects.filter(pk=learner.pk).update(is_active=False)

    with pytest.raises(NotAllowed, match="account of this address is closed"):
        invite(email=learner.email, role=Role.BOARD, organisation=provider(), by=administrator, now=NOW)


def test_nobody_invites_themselves(administrator):
    with pytest.raises(NotAllowed, match="Nobody appoints themselves"):
        invite(email=administrator.email, role=Role.BOARD, organisation=provider(), by=administrator, now=NOW)


@pytest.mark.parametrize(
    ("role", "where"), [(Role.AUDITOR, provider), (Role.ASSESSOR, university), (Role.BOARD, employer)]
)
def test_an_invitation_fits_its_organisation(administrator, role, where):
    with pytest.raises(NotAllowed, match="Auditors are appointed"):
        invite(email="x@example.org", role=role, organisation=where(), by=administrator, now=NOW)


def test_a_cancelled_invitation_cannot_be_cancelled_again(administrator, invited):
    cancel_invitation(invited[0], by=administrator, now=NOW)

    with pytest.raises(NotAllowed, match="used or cancelled already"):
        cancel_invitation(invited[0], by=administrator, now=NOW)


def test_a_cancelled_invitation_is_not_mailed(administrator, invited):
    cancel_invitation(invited[0], by=administrator, now=NOW)

    run_due_jobs(timezone.now())

    assert mail.outbox == []


def test_an_administrator_invites_and_cancels_on_the_pages(client, administrator):
    client.force_login(administrator)
    values = {"email": "x@example.org", "role": "author", "organisation": provider().pk, "until": ""}

    response = client.post(reverse("accounts:invite_person"), values, follow=True)

    assert "x@example.org" in response.content.decode()
    invitation = Invitation.objects.get()
    client.post(reverse("accounts:cancel_invitation", args=[invitation.pk]))
    invitation.refresh_from_db()
    assert invitation.state == InvitationState.CANCELLED


def test_a_wrong_address_is_refused_with_a_sentence(client, administrator):
    client.force_login(administrator)

    response = client.post(reverse("accounts:invite_person"), {"email": "no", "role": "author"})

    assert response.status_code == 422
    assert not Invitation.objects.exists()
