import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cpd.jobs.models import Job, ScheduleSlot
from cpd.jobs.queue import enqueue
from cpd.jobs.relay import Relay, run_due_jobs, take, take_back
from cpd.jobs.schedule import SCHEDULES, open_slot, slot_at
from cpd.jobs.states import State
from tests.jobs import kinds

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def states():
    return list(Job.objects.order_by("id").values_list("state", flat=True))


def abandon(job, *, attempts):
    """As kill -9 of the worker leaves it."""
    lease = "00000000-0000-4000-8000-000000000001"
    Job.objects.filter(pk=job.pk).update(
        state=State.RUNNING,
        lease=lease,
        leased_until=timezone.now() - MINUTE,
        attempts=attempts,
        rung_at=timezone.now(),
    )


def test_without_a_broker_the_relay_runs_what_is_due():
    now = timezone.now()
    enqueue("tests.quick", "1", now=now)
    enqueue("tests.quick", "2", now=now, due_at=now + MINUTE)

    assert run_due_jobs(now) == 1

    assert states() == [State.DONE, State.WAITING]


def test_a_broken_lease_is_taken_back_and_the_job_runs_again():
    job = enqueue("tests.quick", "1", now=timezone.now())
    abandon(job, attempts=1)

    assert take_back(timezone.now()) == 1
    run_due_jobs(timezone.now())

    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)


def test_a_job_that_killed_its_worker_five_times_waits_for_a_person():
    job = enqueue("tests.quick", "1", now=timezone.now())
    abandon(job, attempts=5)

    take_back(timezone.now())

    job.refresh_from_db()
    assert (job.state, job.error_class) == (State.DEAD, "WorkerLost")


def test_a_lease_that_still_holds_is_left_alone():
    job = enqueue("tests.quick", "1", now=timezone.now())
    abandon(job, attempts=1)

    assert take_back(timezone.now() - 2 * MINUTE) == 0


def test_a_job_is_announced_once_and_again_after_a_silence(settings):
    now = timezone.now()
    job = enqueue("tests.quick", "1", now=now)
    silence = timedelta(seconds=settings.JOB_RING_AGAIN_SECONDS)

    taken = [take(moment, moment, 10) for moment in (now, now + silence / 2, now + silence)]

    assert taken == [{"tests.quick": [job.pk]}, {}, {"tests.quick": [job.pk]}]


def test_a_tick_takes_a_bounded_number_the_longest_due_first():
    now = timezone.now()
    late, early = (enqueue("tests.quick", ref, now=now - wait) for ref, wait in (("1", MINUTE), ("2", 2 * MINUTE)))

    assert take(now, now, 1) == {"tests.quick": [early.pk]}
    assert take(now, now, 1) == {"tests.quick": [late.pk]}


def test_a_kind_that_this_release_does_not_know_stays_in_the_queue():
    now = timezone.now()
    Job.objects.create(kind="tests.of_tomorrow", ref="1", due_at=now, created_at=now)

    assert run_due_jobs(now) == 0

    assert states() == [State.WAITING]


def test_a_stopped_relay_leaves_the_rest_for_the_next_at_once():
    now, relay = timezone.now(), Relay()
    enqueue("tests.quick", "1", now=now)
    relay.stop()

    assert relay.run_here(now) == 0
    assert run_due_jobs(now) == 1


def test_two_relays_open_one_slot():
    now = timezone.now()
    slot = slot_at(SCHEDULES["jobs.tidy"].every, now)

    opened = [open_slot("jobs.tidy", slot, now) for _ in range(2)]

    assert opened == [True, False]
    assert Job.objects.filter(kind="jobs.tidy").count() == 1


def test_a_slot_that_was_slept_through_is_not_made_up_for():
    relay, now = Relay(), timezone.now()

    relay.open_slots(now)
    relay.open_slots(now)
    relay.open_slots(now + 10 * SCHEDULES["jobs.tidy"].every)

    assert ScheduleSlot.objects.filter(name="jobs.tidy").count() == 2


def run_in_thread(relay):
    def run():
        relay.run()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def wait_for(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    assert condition()


@pytest.mark.django_db(transaction=True)
def test_two_relays_at_once_run_every_job_once():
    now, relays = timezone.now(), [Relay(), Relay()]
    jobs = [enqueue("tests.quick", str(ref), now=now) for ref in range(60)]

    threads = [run_in_thread(relay) for relay in relays]
    wait_for(lambda: Job.objects.filter(kind="tests.quick", state=State.DONE).count() == 60)
    for relay, thread in zip(relays, threads, strict=True):
        relay.stop()
        thread.join()

    assert set(Job.objects.filter(pk__in=[job.pk for job in jobs]).values_list("attempts", flat=True)) == {1}
    assert kinds.count_effects() == 60


@pytest.mark.django_db(transaction=True)
def test_a_relay_outlives_errors_of_the_database(caplog):
    relay, job = Relay(), enqueue("tests.quick", "1", now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE jobs_job RENAME TO jobs_away")

    thread = run_in_thread(relay)
    wait_for(lambda: "the database does not answer" in caplog.text)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE jobs_away RENAME TO jobs_job")
    wait_for(lambda: Job.objects.get(pk=job.pk).state == State.DONE)
    relay.stop()
    thread.join()

    assert kinds.count_effects() == 1
