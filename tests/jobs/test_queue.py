import pytest
from django.db import transaction
from django.utils import timezone
from kombu import Connection

from cpd.celery import app
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


@pytest.fixture
def broker(settings):
    """A broker in this process; gives the messages that wait there: kind and ids."""
    settings.CPD_BROKER_URL = "memory://"
    bell.__init__()

    def take():
        with Connection("memory://") as line:
            queue = line.SimpleQueue(app.conf.task_default_queue)
            taken = []
            while True:
                try:
                    message = queue.get_nowait()
                except queue.Empty:
                    return taken
                message.ack()
                taken.append((message.headers["task"], message.payload[0][0]))

    take()
    yield take
    bell.__init__()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_rings_once_for_all_that_it_asks_for(broker):
    now = timezone.now()

    with transaction.atomic():
        quick = [enqueue("tests.quick", str(number), now=now).pk for number in range(3)]
        slow = [enqueue("tests.slow", str(number), now=now).pk for number in range(2)]
        assert broker() == []

    assert broker() == [("tests.quick", quick), ("tests.slow", slow[:1]), ("tests.slow", slow[1:])]


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_that_is_rolled_back_takes_no_other_ring_with_it(broker):
    now = timezone.now()

    with transaction.atomic():
        with transaction.atomic():
            enqueue("tests.slow", "1", now=now)
            transaction.set_rollback(True)
        kept = enqueue("tests.quick", "2", now=now).pk

    assert broker() == [("tests.quick", [kept])]


@pytest.mark.django_db(transaction=True)
def test_after_a_transaction_that_came_to_nothing_the_next_one_rings(broker):
    now = timezone.now()

    with transaction.atomic():
        enqueue("tests.slow", "1", now=now)
        transaction.set_rollback(True)
    assert broker() == []
    job = enqueue("tests.quick", "2", now=now)

    assert broker() == [("tests.quick", [job.pk])]


def test_without_a_broker_nothing_is_rung_and_nothing_missed(django_capture_on_commit_callbacks):
    missed = bell.missed

    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue("tests.quick", "1", now=timezone.now())

    assert bell.missed == missed
    assert job.state == State.WAITING
