"""Administrators are told when a job gave up or a backup was missed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cpd.history.actions import record
from cpd.jobs.models import Job
from cpd.jobs.states import State
from cpd.notices.models import Notice
from cpd.operations import checking, preparing
from cpd.operations.tasks import backup_is_missed, tell_administrators, watch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """An installation's folders, for one test; its last backup was just made."""
    settings.CPD_VAR, settings.CPD_VAULT = tmp_path / "var", tmp_path / "vault"
    settings.CPD_FILES, settings.CPD_MAIL_DIR = tmp_path / "var" / "files", tmp_path / "var" / "mail"
    settings.CPD_DEMO = False
    preparing.make_folders()


def make_dead_job() -> Job:
    now = timezone.now()
    return Job.objects.create(
        kind="notices.mail_now", ref="1", state=State.DEAD, error_class="OSError", due_at=now, created_at=now
    )


def test_nobody_is_told_when_all_is_well(administrator):
    checking.note_backup(timezone.now())

    assert watch("now") is None


def test_administrators_alone_are_told_of_a_dead_job_once_a_day(administrator, coordinator):
    make_dead_job()
    make_dead_job()

    for _ in range(3):
        watch("now")()
    assert list(Notice.objects.values_list("person", "kind", "url")) == [(administrator.pk, "job.dead", "/system/")]

    tell_administrators(["job.dead"], now=timezone.now() + timedelta(days=1))
    assert Notice.objects.count() == 2


def test_a_night_without_a_backup_is_told(administrator):
    checking.note_backup(timezone.now() - timedelta(hours=27))

    watch("now")()

    assert Notice.objects.get().kind == "backup.missed"


def test_a_new_installation_has_a_day_for_its_first_backup(administrator):
    now = timezone.now()
    assert not backup_is_missed(now)
    record("test.done", by=administrator, about=administrator, now=now)

    assert [backup_is_missed(now + timedelta(hours=hours)) for hours in (1, 27)] == [False, True]


def test_a_demonstration_needs_no_backup(settings):
    settings.CPD_DEMO = True
    checking.note_backup(timezone.now() - timedelta(days=9))

    assert not backup_is_missed(timezone.now())
