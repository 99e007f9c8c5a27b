"""The administrator's page about the installation itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cpd.history.actions import record
from cpd.history.models import Checkpoint
from cpd.jobs.kinds import KINDS
from cpd.jobs.models import Job
from cpd.jobs.queue import enqueue
from cpd.jobs.states import State
from cpd.notices.models import Mail
from cpd.operations import checking, preparing, tasks
from cpd.operations.queries import list_findings
from cpd.operations.words import JOBS
from tests.people import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/system/"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """An installation's folders, for one test."""
    settings.CPD_VAR, settings.CPD_VAULT = tmp_path / "var", tmp_path / "vault"
    settings.CPD_FILES, settings.CPD_MAIL_DIR = tmp_path / "var" / "files", tmp_path / "var" / "mail"
    preparing.make_folders()


def make_dead_jobs(count: int) -> list[Job]:
    now = timezone.now()
    return Job.objects.bulk_create(
        Job(kind="certificates.issue", ref=str(n), state=State.DEAD, error_class="OSError", due_at=now, created_at=now)
        for n in range(count)
    )


def make_failed_mail(person) -> Mail:
    return Mail.objects.create(
        person=person, key=f"now:{person.pk}", notices=1, asked_at=timezone.now(), error="SMTPRecipientsRefused"
    )


def finding(what: str) -> checking.Finding:
    return next(found for found in list_findings(timezone.now()) if found.what == what)


@pytest.mark.parametrize("role", ["learner", "coordinator", "auditor"])
def test_it_is_for_administrators_alone(client, request, role):
    sign_in(client, request.getfixturevalue(role))

    assert client.get(PAGE).status_code == 403
    assert client.post(reverse("operations:retry_job", args=[1])).status_code == 403


def test_an_administrator_sees_that_nothing_is_sent_and_no_backup_exists(client, administrator):
    text = sign_in(client, administrator).get(PAGE).content.decode()

    assert "written under var/mail until an SMTP address is set" in text
    assert "None was ever made here" in text
    assert "No job has given up" in text


def test_a_dead_job_can_be_tried_again(client, administrator):
    job = make_dead_jobs(1)[0]
    sign_in(client, administrator)
    assert "OSError" in client.get(PAGE).content.decode()

    response = client.post(reverse("operations:retry_job", args=[job.pk]), follow=True)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.error_class) == (State.WAITING, 0, "")
    assert "tried again within a minute" in response.content.decode()


def test_every_job_is_named_in_words(client, administrator):
    assert {kind for kind in KINDS if not kind.startswith("tests.")} <= set(JOBS)
    make_dead_jobs(1)

    assert "Make a certificate" in sign_in(client, administrator).get(PAGE).content.decode()


def test_a_job_that_runs_again_already_is_not_started_twice(client, administrator):
    job = enqueue("jobs.tidy", "1", now=timezone.now())

    response = sign_in(client, administrator).post(reverse("operations:retry_job", args=[job.pk]))

    assert response.status_code == 403
    assert "Only a job that has stopped" in response.content.decode()


def test_a_job_is_not_retried_by_a_link(client, administrator):
    job = make_dead_jobs(1)[0]

    assert sign_in(client, administrator).get(reverse("operations:retry_job", args=[job.pk])).status_code == 405


def test_mail_that_failed_leads_to_the_person(client, administrator, learner, settings):
    settings.CPD_MAIL_URL = "smtp://mail.example.org"
    make_failed_mail(learner)

    text = sign_in(client, administrator).get(PAGE).content.decode()

    assert reverse("accounts:show_person", args=[learner.pk]) in text
    assert "People it does not reach: 1." in text


def test_mail_that_arrived_since_is_no_trouble(settings, learner):
    settings.CPD_MAIL_URL = "smtp://mail.example.org"
    failed = make_failed_mail(learner)
    later = failed.asked_at + timedelta(minutes=1)
    Mail.objects.create(person=learner, key="later", notices=1, asked_at=later, sent_at=later)

    assert finding("mail").good


def test_a_job_runner_that_stopped_is_told():
    now = timezone.now()
    Job.objects.create(
        kind="jobs.tidy", ref="1", state=State.DONE, due_at=now, created_at=now, done_at=now - timedelta(minutes=4)
    )
    assert not finding("job runner").good

    Job.objects.update(done_at=now)
    assert finding("job runner").good


def test_history_says_how_much_is_signed_and_that_some_waits(administrator):
    now = timezone.now()
    assert finding("history").good
    record("test.done", by=administrator, about=administrator, now=now - timedelta(hours=1))
    assert "Nothing is signed yet" in finding("history").sentence

    Checkpoint.objects.create(size=12, root=b"r", note="n", signed_at=now - timedelta(hours=3))
    assert "12 entries are signed, the last time 3 hours ago. Newer ones wait" in finding("history").sentence


def test_a_backup_a_week_old_is_too_old():
    checking.note_backup(timezone.now() - timedelta(days=7))

    assert (finding("backup").good, "168 hours" in finding("backup").sentence) == (False, True)


@pytest.mark.once
def test_sqlite_knows_how_full_its_tables_are_after_the_daily_job():
    Job.objects.bulk_create(
        Job(kind="jobs.tidy", ref=str(n), due_at=timezone.now(), created_at=timezone.now()) for n in range(300)
    )

    tasks.take_statistics("2026-11-26T00:00:00+00:00")()

    # On SQLite alone; PostgreSQL takes its statistics itself.
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s", [Job._meta.db_table])
        assert {stat.split()[0] for (stat,) in cursor.fetchall()} == {"300"}


def test_thirty_jobs_cost_as_many_queries_as_one(client, administrator, django_assert_max_num_queries):
    sign_in(client, administrator).get(PAGE)
    make_dead_jobs(1)
    with django_assert_max_num_queries(100) as one:
        client.get(PAGE)
    make_dead_jobs(29)
    with django_assert_max_num_queries(len(one)):
        client.get(PAGE)
