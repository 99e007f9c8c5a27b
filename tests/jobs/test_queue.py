import pytest
from django.db import transaction
from django.utils import timezone

from cpd.jobs.bell import bell
from cpd.jobs.kinds import UnknownKind, job_kind
from cpd.jobs.models import Job
from cpd.jobs.queue import enqueue
from cpd.jobs.states import State
from tests.jobs import kinds

pytestmark = pytest.mark.django_db


def test_a_job_is_owed_only_when_the_decision_commits():
    with transaction.atomic():
        enqueue("tests.quick", "1", now=timezone.now())
        transaction.set_rollback(True)

    assert Job.objects.count() == 0


def test_the_same_key_twice_is_the_same_job():
    now = timezone.now()

    first = enqueue("tests.quick", "1", key="one", now=now)
    second = enqueue("tests.quick", "1", key="one", now=now)

    assert first.pk == second.pk
    assert Job.objects.count() == 1


def test_jobs_without_a_key_are_separate():
    now = timezone.now()

    enqueue("tests.quick", "1", now=now)
    enqueue("tests.quick", "1", now=now)

    assert Job.objects.count() == 2


@pytest.mark.parametrize("ref", ["Jane Doe", "", "a" * 101, "<b>", "ä"])
def test_a_ref_that_is_not_an_id_is_refused(ref):
    with pytest.raises(ValueError, match="an id, never a name"):
        enqueue("tests.quick", ref, now=timezone.now())


def test_an_unknown_kind_is_refused_when_it_is_asked_for():
    with pytest.raises(UnknownKind):
        enqueue("tests.unheard_of", "1", now=timezone.now())


def test_two_functions_for_one_kind_are_refused():
    with pytest.raises(ValueError, match="two functions"):
        job_kind("tests.quick", seconds=1, batch=1)(kinds.slow)


def test_without_a_broker_nothing_is_rung_and_nothing_missed(django_capture_on_commit_callbacks):
    missed = bell.missed

    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue("tests.quick", "1", now=timezone.now())

    assert bell.missed == missed
    assert job.state == State.WAITING
