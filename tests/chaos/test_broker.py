"""The broker and the workers die in every way; no job is lost, none is done twice, nobody waits for it."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from django.db import connection, transaction
from django.utils import timezone

from cpd.jobs.bell import bell
from cpd.jobs.models import Job
from cpd.jobs.queue import enqueue
from cpd.jobs.relay import Relay
from cpd.jobs.states import State
from tests import servers
from tests.chaos.processes import RELAY, WORKER, Processes
from tests.jobs import kinds

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]
LONGEST_REQUEST = 1.2


@pytest.fixture
def processes(tmp_path, settings, transactional_db):
    made = Processes(tmp_path, str(connection.settings_dict["NAME"]), settings.CPD_BROKER_URL)
    yield made
    made.kill_all()


def ask(kind, refs):
    """Ask for jobs as requests do; the seconds of the slowest."""
    return max((seconds_of(enqueue, kind, str(ref), now=timezone.now()) for ref in refs), default=0)


def seconds_of(call, *args, **kwargs):
    began = time.monotonic()
    call(*args, **kwargs)
    return time.monotonic() - began


def all_done(count):
    return lambda: Job.objects.filter(kind__startswith="tests.", state=State.DONE).count() == count


def assert_each_done_once(count):
    jobs = Job.objects.filter(kind__startswith="tests.")
    assert {(job.state, job.error_class) for job in jobs} == {(State.DONE, "")}
    assert kinds.count_effects() == count


def test_a_worker_killed_in_the_middle_of_a_job(broker, processes):
    processes.start(RELAY)
    worker = processes.start(WORKER)
    ask("tests.slow", range(4))
    processes.wait_for(lambda: any(processes.starts(ref) for ref in range(4)))

    processes.kill(worker)
    processes.start(WORKER)
    processes.wait_for(all_done(4))

    assert_each_done_once(4)
    assert max(Job.objects.filter(kind="tests.slow").values_list("attempts", flat=True)) == 2


def test_a_hundred_jobs_through_a_broker_that_freezes_dies_and_forgets(broker, processes, tmp_path):
    processes.start(RELAY)
    worker = processes.start(WORKER)
    slowest = [ask("tests.quick", range(25))]
    processes.wait_for(lambda: kinds.count_effects() > 0)

    broker.freeze()
    slowest.append(ask("tests.quick", range(25, 50)))
    broker.thaw()
    processes.wait_for(all_done(50))

    broker.kill()
    slowest.append(ask("tests.quick", range(50, 75)))
    servers.start_redis(tmp_path, port=broker.port)
    # The worker finds the new broker, or ends, so that what supervises it starts another; it is never just mute.
    processes.wait_for(lambda: all_done(75)() or worker.poll() is not None)

    ask("tests.quick", range(75, 100))
    redis.Redis(port=broker.port).flushall()
    processes.kill(worker)
    processes.start(WORKER)
    processes.wait_for(all_done(100))

    assert_each_done_once(100)
    assert max(slowest) < LONGEST_REQUEST


@pytest.mark.parametrize("asked_before", [True, False])
def test_nobody_waits_twice_for_a_frozen_broker(broker, transactional_db, asked_before):
    ask("tests.quick", [1] if asked_before else [])
    broker.freeze()

    began = time.monotonic()
    slowest = ask("tests.quick", range(2, 22))

    assert slowest < LONGEST_REQUEST
    assert time.monotonic() - began < 2 * LONGEST_REQUEST
    assert bell.missed == 20


def test_requests_at_once_do_not_queue_behind_a_frozen_broker(broker):
    broker.freeze()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda ref: seconds_of(bell.ring, "tests.quick", [ref]), range(8)))

    assert max(waits) < LONGEST_REQUEST
    assert bell.missed == 8


def test_a_broker_that_was_never_there(broker, transactional_db):
    broker.kill()

    assert ask("tests.quick", range(20)) < LONGEST_REQUEST
    assert bell.missed == 20
    assert Job.objects.filter(state=State.WAITING).count() == 20


def test_the_relay_announces_again_as_soon_as_the_broker_is_back(broker, transactional_db, tmp_path):
    broker.kill()
    ask("tests.quick", [1])
    relay, later = Relay(), timezone.now() + timedelta(seconds=3)

    quiet = relay.publish(later)
    bell.quiet_until = 0
    refused = relay.publish(later)
    servers.start_redis(tmp_path, port=broker.port)
    bell.quiet_until = 0
    announced = relay.publish(later)

    assert (quiet, refused, announced) == (0, 0, 1)


def test_what_one_decision_asks_for_is_announced_in_few_messages(broker, transactional_db):
    with transaction.atomic():
        ask("tests.quick", range(45))
        with transaction.atomic():
            ask("tests.slow", [1])
            transaction.set_rollback(True)

    assert redis.Redis(port=broker.port).llen("cpd") == 3


def test_without_a_broker_a_stop_finishes_the_job_at_hand(processes):
    relay = processes.start(RELAY)
    ask("tests.slow", range(3))
    processes.wait_for(lambda: processes.starts(0) == 1)

    relay.send_signal(signal.SIGTERM)

    assert relay.wait(5) == 0
    assert list(Job.objects.filter(kind="tests.slow").order_by("id").values_list("state", flat=True)) == [
        State.DONE,
        State.WAITING,
        State.WAITING,
    ]


def test_without_a_broker_a_killed_relay_is_followed_by_the_next(processes):
    relay = processes.start(RELAY)
    ask("tests.slow", range(2))
    processes.wait_for(lambda: processes.starts(0) == 1)

    processes.kill(relay)
    processes.start(RELAY)
    processes.wait_for(all_done(2))

    assert_each_done_once(2)
    assert len(list(Path(processes.traces).iterdir())) == 3
