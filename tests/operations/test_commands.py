"""The commands with which a person sets up and looks after an installation."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from cpd.accounts.actions import accept_invitation
from cpd.accounts.models import Invitation, Organisation
from cpd.history.models import Entry
from cpd.jobs.models import Job
from cpd.jobs.queue import enqueue
from cpd.jobs.states import State
from cpd.operations import checking, preparing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """An installation's folders, for one test."""
    settings.CPD_VAR, settings.CPD_VAULT = tmp_path / "var", tmp_path / "vault"
    settings.CPD_FILES, settings.CPD_MAIL_DIR = tmp_path / "var" / "files", tmp_path / "var" / "mail"
    preparing.make_folders()


def said(name: str, **options) -> str:
    out = StringIO()
    call_command(name, stdout=out, **options)
    return out.getvalue()


def init() -> str:
    return said("init", provider="Example Aid", administrator="Ana@Example.org")


def findings(**options) -> dict[str, str]:
    return {found.what: found.sentence for found in checking.check(timezone.now(), **options) if not found.good}


def test_init_makes_the_provider_and_invites_the_administrator():
    link = init().splitlines()[-1]

    assert re.fullmatch(r"http://localhost:8000/invitation/[\w-]{43}/", link)
    assert Organisation.objects.get().name == "Example Aid"
    assert Invitation.objects.get().email == "ana@example.org"
    assert set(Entry.objects.values_list("name", flat=True)) == {"organisation.created", "invitation.made"}


def test_the_link_leads_to_the_form(client):
    link = init().splitlines()[-1]

    assert client.get(link.removeprefix("http://localhost:8000"), follow=True).status_code == 200


def test_init_again_gives_a_new_link_while_nobody_has_come():
    first, second = init().splitlines()[-1], init().splitlines()[-1]

    assert first != second
    assert Organisation.objects.count() == 1


def test_init_is_refused_once_there_is_an_administrator():
    init()
    accept_invitation(Invitation.objects.get(), password="a long enough password", now=timezone.now())

    with pytest.raises(CommandError, match="There is an administrator already"):
        init()


def test_init_refuses_what_is_no_address():
    with pytest.raises(CommandError, match="nobody is not an e-mail address"):
        said("init", provider="Example Aid", administrator="nobody")


def test_check_setup_names_what_a_new_installation_still_needs():
    assert findings() == {
        "backup": "None was ever made here: see docs/running.md, and make one every night.",
        "mail": findings()["mail"],
    }
    with pytest.raises(CommandError, match="2 to do."):
        said("check_setup")


def test_check_setup_sees_jobs_that_gave_up_and_jobs_that_wait():
    now = timezone.now()
    enqueue("jobs.tidy", "1", now=now - timedelta(hours=1))
    dead = enqueue("jobs.tidy", "2", now=now)
    Job.objects.filter(pk=dead.pk).update(state=State.DEAD, error_class="OSError")

    sentences = [found.sentence for found in checking.check_queue(now)]

    assert sentences[0].startswith("1 gave up")
    assert sentences[1].startswith("1 have waited for more than ten minutes")


def test_an_old_backup_is_told():
    now = timezone.now()
    checking.note_backup(now - timedelta(hours=30))

    assert checking.check_backup(now).sentence == "The last one is 30 hours old: does the nightly job still run?"
    checking.note_backup(now)
    assert checking.check_backup(now).good


def test_a_test_mail_is_sent(settings):
    settings.CPD_MAIL_URL = "smtp://mail.example.org"

    assert checking.check_mail("ana@example.org").good
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]


@pytest.mark.parametrize(
    ("address", "hosts", "sentence"),
    [
        ("https://cpd.example.org", ["other.example.org"], "CPD_HOSTS does not name cpd.example.org"),
        ("http://cpd.example.org", ["cpd.example.org"], "CPD_BASE_URL does not begin with https"),
    ],
)
def test_an_address_that_cannot_work_is_told(settings, address, hosts, sentence):
    settings.CPD_BASE_URL, settings.ALLOWED_HOSTS = address, hosts

    assert checking.check_address().sentence.startswith(sentence)


def test_a_server_without_a_trusted_certificate_is_told(settings):
    settings.CPD_BASE_URL = "https://127.0.0.1:1"

    assert "does not answer with a trusted certificate" in checking.check_tls(timezone.now()).sentence


def test_prepare_makes_no_keys_once_there_is_history(settings, tmp_path):
    """A vault that is not in its place must not be mistaken for a new installation."""
    said("prepare")
    init()
    settings.CPD_VAULT = tmp_path / "empty"

    assert "Keys made" not in said("prepare")
    assert list(settings.CPD_VAULT.iterdir()) == []
