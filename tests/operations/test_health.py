"""What a load balancer is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cpd.jobs.queue import enqueue
from cpd.operations import preparing
from cpd.operations.queries import get_readiness

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """An installation's folders, for one test."""
    settings.CPD_VAR, settings.CPD_VAULT = tmp_path / "var", tmp_path / "vault"
    settings.CPD_FILES, settings.CPD_MAIL_DIR = tmp_path / "var" / "files", tmp_path / "var" / "mail"
    preparing.make_folders()


def test_healthz_answers_anyone(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readyz_is_well_on_a_prepared_installation(client):
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_healthz_asks_the_database_once(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/healthz")


def test_health_is_read_only(client):
    assert client.post("/healthz").status_code == 405


def test_an_unfinished_restore_is_not_ready(client):
    preparing.restore_mark().write_text("")

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"restore\n")


def test_jobs_that_nobody_takes_are_told():
    now = timezone.now()
    enqueue("jobs.tidy", "1", now=now - timedelta(minutes=11))

    assert get_readiness(now).problems == ["jobs"]
