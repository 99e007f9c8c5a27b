from datetime import UTC, datetime

import pytest
from django.db import connection
from django.utils import timezone

from cpd.history.actions import record
from cpd.history.checkpoints import last_note_path
from cpd.history.models import Checkpoint, Leaf
from cpd.history.notes import read_note
from cpd.history.triggers import writable
from cpd.jobs.models import Job
from cpd.jobs.queue import enqueue
from cpd.jobs.relay import Relay, run_due_jobs
from cpd.jobs.states import State
from cpd.keys import public_keys
from cpd.keys.actions import rotate
from cpd.keys.models import Key

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 3, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def vault(tmp_path, settings):
    settings.CPD_VAULT = tmp_path / "vault"


def sign_promptly():
    enqueue("history.sign", "now", now=timezone.now())
    run_due_jobs(timezone.now())
    return Job.objects.order_by("-id").first()


def test_the_history_is_signed_every_minute_by_the_schedule():
    record("test.done", by=None, about=Key(name="log"), now=NOW)
    relay = Relay()

    relay.open_slots(timezone.now())
    relay.run_here(timezone.now())

    checkpoint = Checkpoint.objects.get()
    assert read_note(checkpoint.note, public_keys("log")).size == checkpoint.size == 1


def test_it_may_be_asked_for_at_once_and_twice():
    record("test.done", by=None, about=Key(name="log"), now=NOW)

    jobs = [sign_promptly(), sign_promptly()]

    assert [job.state for job in jobs] == [State.DONE, State.DONE]
    assert Checkpoint.objects.count() == 1


def test_what_was_signed_before_a_rotation_still_verifies():
    record("test.done", by=None, about=Key(name="log"), now=NOW)
    sign_promptly()
    rotate("log", by=None, now=NOW)
    sign_promptly()

    sizes = [read_note(checkpoint.note, public_keys("log")).size for checkpoint in Checkpoint.objects.order_by("size")]

    assert sizes == [1, 2]


def test_a_contradiction_stops_the_signing_and_reaches_the_staff():
    record("test.done", by=None, about=Key(name="log"), now=NOW)
    sign_promptly()
    signed = last_note_path().read_text()
    with writable(connection):
        Leaf.objects.update(hash=b"x" * 32)
    record("test.done", by=None, about=Key(name="log"), now=NOW)

    job = sign_promptly()

    assert (job.state, job.error_class) == (State.WAITING, "HistoryContradicted")
    assert last_note_path().read_text() == signed
