import signal
from datetime import timedelta

import pytest
import time_machine
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection
from django.utils import timezone

from cpd.jobs.kinds import KINDS
from cpd.jobs.limits import time_limit
from cpd.jobs.models import Job
from cpd.jobs.queue import enqueue
from cpd.jobs.running import run_jobs
from cpd.jobs.states import State
from tests.jobs import kinds

pytestmark = pytest.mark.django_db


def ask(kind, ref="1", **when):
    return enqueue(kind, ref, now=timezone.now(), **when)


def run(*jobs):
    for kind in dict.fromkeys(job.kind for job in jobs):
        KINDS[kind].task([job.pk for job in jobs if job.kind == kind])
    for job in jobs:
        job.refresh_from_db()


def test_a_job_is_done_together_with_its_effect():
    job = ask("tests.quick")

    run(job)

    assert (job.state, job.attempts, job.lease, job.error_class) == (State.DONE, 1, None, "")
    assert job.done_at is not None
    assert kinds.count_effects() == 1


def test_a_job_may_have_nothing_to_store():
    job = ask("tests.nothing")

    run(job)

    assert job.state == State.DONE


def test_a_second_message_for_the_same_job_changes_nothing():
    job = ask("tests.quick")

    run(job)
    run(job)

    assert job.attempts == 1
    assert kinds.count_effects() == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_computes_with_no_transaction_open():
    kinds.computed.clear()

    run(ask("tests.quick"))

    assert kinds.computed == [("1", False)]


def test_an_effect_that_fails_is_not_stored():
    job = ask("tests.fails_late")

    run(job)

    assert job.state == State.WAITING
    assert kinds.count_effects() == 0


def test_a_failure_keeps_its_class_and_never_its_message(caplog):
    job = ask("tests.fails")

    run(job)

    assert job.error_class == "ValueError"
    assert "ValueError" in caplog.text
    assert kinds.SECRET not in caplog.text


def test_the_guard_of_the_effect_counts_as_a_failure():
    first, second = ask("tests.quick"), ask("tests.quick")

    run(first, second)

    assert (first.state, second.state, second.error_class) == (State.DONE, State.WAITING, "IntegrityError")
    assert kinds.count_effects() == 1


def test_one_failure_does_not_harm_the_rest_of_the_batch():
    jobs = [ask("tests.quick", str(ref)) for ref in (1, 1, 2)]

    run(*jobs)

    assert [job.state for job in jobs] == [State.DONE, State.WAITING, State.DONE]


def test_a_job_waits_longer_after_each_failure_and_then_for_a_person():
    job, pauses = ask("tests.fails"), []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        while job.state == State.WAITING:
            clock.move_to(job.due_at)
            run(job)
            pauses.append((job.due_at - timezone.now()).total_seconds())

    assert pauses[:4] == [10, 30, 90, 270]
    assert (job.state, job.attempts, job.error_class) == (State.DEAD, 5, "ValueError")


def test_a_job_that_is_not_due_is_passed_over():
    job = ask("tests.quick", due_at=timezone.now() + timedelta(hours=1))

    run(job)

    assert (job.state, job.attempts) == (State.WAITING, 0)


def test_a_job_that_somebody_leases_is_passed_over():
    job = ask("tests.quick")

    def meanwhile(ref):
        run(job)
        assert job.attempts == 1

    run_jobs([job.pk], kind="tests.quick", handler=meanwhile, seconds=5)
    assert kinds.count_effects() == 0


def test_whoever_lost_the_lease_stores_nothing():
    job = ask("tests.quick")

    def too_late(ref):
        Job.objects.update(state=State.WAITING, lease=None, leased_until=None)
        return lambda: kinds.store(ref)

    run_jobs([job.pk], kind="tests.quick", handler=too_late, seconds=5)

    job.refresh_from_db()
    assert job.state == State.WAITING
    assert kinds.count_effects() == 0


def test_a_job_that_takes_too_long_is_interrupted():
    job = ask("tests.quick")

    def stuck(ref):
        while True:
            pass

    run_jobs([job.pk], kind="tests.quick", handler=stuck, seconds=0.1)

    job.refresh_from_db()
    assert (job.state, job.error_class) == (State.WAITING, "TookTooLong")


@pytest.mark.django_db(transaction=True)
def test_a_query_that_takes_too_long_is_interrupted_and_the_next_job_runs():
    slow, other = ask("tests.quick", "1"), ask("tests.quick", "2")
    query = {
        "postgresql": "SELECT pg_sleep(10)",
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000) SELECT count(*) FROM n",
    }[connection.vendor]

    def stuck(ref):
        if ref == "1":
            with connection.cursor() as cursor:
                cursor.execute(query)

    run_jobs([slow.pk, other.pk], kind="tests.quick", handler=stuck, seconds=0.05)

    slow.refresh_from_db()
    other.refresh_from_db()
    assert (slow.error_class, other.state) == ("TookTooLong", State.DONE)


def test_a_batch_ends_at_the_limit_of_celery_itself():
    jobs = [ask("tests.quick", "1"), ask("tests.quick", "2")]

    def limited(ref):
        raise SoftTimeLimitExceeded

    run_jobs([job.pk for job in jobs], kind="tests.quick", handler=limited, seconds=5)

    assert sorted(Job.objects.values_list("attempts", "error_class")) == [(0, ""), (1, "SoftTimeLimitExceeded")]


def test_a_time_limit_inside_another_gives_it_back_what_is_left():
    with time_limit(60):
        with time_limit(5):
            pass
        remaining, _ = signal.getitimer(signal.ITIMER_REAL)

    assert 50 < remaining < 60


def test_each_kind_has_time_limits_of_its_own():
    task = KINDS["tests.quick"].task

    assert (task.soft_time_limit, task.time_limit) == (100, 130)
