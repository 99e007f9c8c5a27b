import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cpd.accounts.actions import (
    appoint,
    change_address,
    close_account,
    reopen_account,
)
from cpd.accounts.models import FormerAddress
from cpd.accounts.roles import Role
from cpd.accounts.tasks import tell_of_dead_jobs
from cpd.history.models import Entry
from cpd.jobs.models import Job
from cpd.jobs.relay import run_due_jobs
from cpd.notices.models import Mail, Notice
from cpd.rules import NotAllowed
from tests.people import provider

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = NOW.date()


def test_an_account_is_closed_with_a_reason_and_opened_again(admin_client, administrator, learner):
    where = reverse("accounts:close_account", args=[learner.pk])
    assert admin_client.post(where, {"reason": ""}).status_code == 422

    admin_client.post(where, {"reason": "She left."})
    learner.refresh_from_db()
    assert not learner.is_active
    entry = Entry.objects.get(name="person.closed")
    assert list(entry.sealed) == ["reason"]

    admin_client.post(reverse("accounts:reopen_account", args=[learner.pk]), {"reason": "She is back."})
    learner.refresh_from_db()
    assert learner.is_active


@pytest.mark.parametrize(
    ("whom", "sentence"), [("administrator", "Nobody closes their own"), ("assessor", "still holds an appointment")]
)
def test_some_accounts_cannot_be_closed(request, administrator, assessor, whom, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        close_account(request.getfixturevalue(whom), reason="x", by=administrator, now=NOW)


def test_an_open_account_cannot_be_opened(administrator, learner):
    with pytest.raises(NotAllowed, match="This account is open"):
        reopen_account(learner, reason="x", by=administrator, now=NOW)


def test_a_changed_address_is_told_to_both_and_has_to_be_proved(administrator, learner):
    old = learner.email

    change_address(learner, email="New@Example.net", by=administrator, now=timezone.now())
    run_due_jobs(timezone.now())

    learner.refresh_from_db()
    address = EmailAddress.objects.get(user=learner)
    assert (learner.email, address.email, address.verified) == ("new@example.net", "new@example.net", False)
    assert sorted(message.to[0] for message in mail.outbox) == [old, "new@example.net"]
    assert FormerAddress.objects.get().email == ""
    assert Notice.objects.get(person=learner).kind == "account.changed"


def test_an_address_that_another_uses_is_refused(administrator, learner, other_learner):
    with pytest.raises(NotAllowed, match="Another account uses"):
        change_address(learner, email=other_learner.email.upper(), by=administrator, now=NOW)


def test_an_administrator_does_not_change_her_own_address_here(administrator):
    with pytest.raises(NotAllowed, match="Change your own address"):
        change_address(administrator, email="x@example.net", by=administrator, now=NOW)


def test_whom_mail_does_not_reach_is_shown_with_a_way_to_fix_it(admin_client, learner):
    Mail.objects.create(person=learner, key="k", notices=1, asked_at=NOW, error="SMTPRecipientsRefused")

    listed = admin_client.get(reverse("accounts:list_people")).content.decode()
    shown = admin_client.get(reverse("accounts:show_person", args=[learner.pk])).content.decode()

    assert listed.count("Mail does not arrive") == 1
    assert reverse("accounts:change_address", args=[learner.pk]) in shown


def test_administrators_are_told_once_of_a_job_that_gave_up(administrator, coordinator):
    job = Job.objects.create(kind="accounts.mail_invitation", ref="1", created_at=NOW, due_at=NOW)
    Job.objects.filter(pk=job.pk).update(state="dead", error_class="OSError")

    for _ in range(2):
        tell_of_dead_jobs("now")()

    assert [(notice.person, notice.kind) for notice in Notice.objects.all()] == [(administrator, "job.dead")]


def test_nobody_is_told_while_no_job_gave_up(administrator):
    assert tell_of_dead_jobs("now") is None


def test_a_person_page_shows_appointments_and_history(admin_client, administrator, assessor):
    appoint(assessor, role=Role.BOARD, organisation=provider(), starts_on=TODAY, by=administrator, now=NOW)

    page = admin_client.get(reverse("accounts:show_person", args=[assessor.pk])).content.decode()

    assert "Board member" in page
    assert str(administrator) in page
    assert "<title>Person " in page
