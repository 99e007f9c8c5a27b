"""Administrators are told when the nightly backup did not come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cpd.history.actions import record
from cpd.notices.models import Notice
from cpd.operations import checking, preparing
from cpd.operations.tasks import backup_is_missed, tell_administrators, watch_backups

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """An installation's folders, for one test."""
    settings.CPD_VAR, settings.CPD_VAULT = tmp_path / "var", tmp_path / "vault"
    settings.CPD_FILES, settings.CPD_MAIL_DIR = tmp_path / "var" / "files", tmp_path / "var" / "mail"
    settings.CPD_DEMO = False
    preparing.make_folders()


def test_nobody_is_told_after_a_night_with_a_backup(administrator):
    checking.note_backup(timezone.now() - timedelta(hours=20))

    assert watch_backups("now") is None


def test_a_night_without_a_backup_is_told_to_administrators_once_a_day(administrator, coordinator):
    checking.note_backup(timezone.now() - timedelta(hours=27))

    for _ in range(3):
        watch_backups("now")()
    told = Notice.objects.values_list("person", "kind", "url")
    assert list(told) == [(administrator.pk, "backup.missed", "/system/")]

    tell_administrators(now=timezone.now() + timedelta(days=1))
    assert Notice.objects.count() == 2


def test_a_new_installation_has_a_day_for_its_first_backup(administrator):
    now = timezone.now()
    assert not backup_is_missed(now)
    record("test.done", by=administrator, about=administrator, now=now)

    assert [backup_is_missed(now + timedelta(hours=hours)) for hours in (1, 27)] == [False, True]


def test_a_demonstration_needs_no_backup(settings):
    settings.CPD_DEMO = True
    checking.note_backup(timezone.now() - timedelta(days=9))

    assert not backup_is_missed(timezone.now())
