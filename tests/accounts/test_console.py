import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cpd.history.models import Entry
from tests.accounts.entrance import log_in, with_password

pytestmark = pytest.mark.django_db


def test_a_lost_second_proof_is_reset_at_the_console(assessor, capsys):
    call_command("reset_second_factor", assessor.email.upper())

    assert "Removed 1" in capsys.readouterr().out
    assert not assessor.authenticator_set.exists()
    entry = Entry.objects.get(name="person.second_factor_reset")
    assert (entry.actor_id, entry.subject_id) == ("", str(assessor.pk))


def test_resetting_ends_the_sessions(client, learner):
    log_in(client, with_password(learner))
    assert client.get(reverse("accounts:show_preferences")).status_code == 200

    call_command("reset_second_factor", learner.email)

    assert client.get(reverse("accounts:show_preferences")).url.startswith(reverse("account_login"))


def test_resetting_for_nobody_says_so():
    with pytest.raises(CommandError, match="no account with this address"):
        call_command("reset_second_factor", "nobody@example.org")


def test_support_access_is_given_and_ended_at_the_console(administrator):
    call_command("support_access", administrator.email)
    administrator.refresh_from_db()
    assert administrator.is_staff

    call_command("support_access", administrator.email, "--end")
    administrator.refresh_from_db()
    assert not administrator.is_staff
    assert Entry.objects.filter(name="person.support_access").count() == 2
