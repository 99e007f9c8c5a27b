from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cpd.accounts.models import User
from cpd.history.models import Entry
from cpd.jobs.actions import retry
from cpd.jobs.models import Job, ScheduleSlot
from cpd.jobs.queries import get_queue, list_dead_jobs
from cpd.jobs.queue import enqueue
from cpd.jobs.relay import run_due_jobs
from cpd.jobs.states import MOVES, State
from cpd.jobs.tasks import forget_old_turns
from cpd.rules import NotAllowed
from tests.jobs import kinds

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def make_dead_job(kind="tests.quick"):
    job = enqueue(kind, "1", now=NOW)
    Job.objects.filter(pk=job.pk).update(state=State.DEAD, attempts=5, error_class="ValueError")
    job.refresh_from_db()
    return job


def test_a_dead_job_that_is_tried_again_runs_and_leaves_an_entry():
    job, person = make_dead_job(), User(email="operator@example.org")

    retry(job, by=person, now=NOW)
    run_due_jobs(NOW)

    job.refresh_from_db()
    assert (job.state, job.attempts, kinds.count_effects()) == (State.DONE, 1, 1)
    entry = Entry.objects.get(name="job.retried")
    assert (entry.actor_id, entry.detail) == (str(person.pk), {"kind": "tests.quick", "stopped_by": "ValueError"})


@pytest.mark.parametrize("state", [State.WAITING, State.DONE])
def test_only_a_dead_job_can_be_tried_again(state):
    job = enqueue("tests.quick", "1", now=NOW)
    Job.objects.update(state=state, done_at=NOW if state == State.DONE else None)

    with pytest.raises(NotAllowed, match="Only a job that has stopped"):
        retry(job, by=User(), now=NOW)


def test_the_queue_tells_how_many_wait_and_since_when():
    make_dead_job()
    enqueue("tests.quick", "2", now=NOW - timedelta(minutes=11))
    enqueue("tests.quick", "3", now=NOW, due_at=NOW + timedelta(hours=1))

    queue = get_queue(NOW)

    assert (queue.waiting, queue.running, queue.dead) == (2, 0, 1)
    assert (queue.oldest_due_at, queue.is_late, queue.is_silent) == (NOW - timedelta(minutes=11), True, True)


def test_the_queue_is_not_silent_while_jobs_are_done():
    enqueue("tests.nothing", "1", now=NOW)
    run_due_jobs(timezone.now())

    queue = get_queue(timezone.now())

    assert (queue.waiting, queue.is_late, queue.is_silent) == (0, False, False)


def test_dead_jobs_are_listed():
    job = make_dead_job()
    enqueue("tests.quick", "2", now=NOW)

    assert list(list_dead_jobs()) == [job]


def test_old_turns_of_the_schedule_are_forgotten_and_what_was_decided_is_kept():
    old = NOW - timedelta(days=5)
    decided = enqueue("tests.nothing", "1", key="award:1", now=old)
    enqueue("tests.nothing", "1", key="schedule:tests:1", now=old)
    Job.objects.update(state=State.DONE, done_at=old)
    for slot in (old, NOW):
        ScheduleSlot.objects.create(name="jobs.tidy", slot_at=slot)

    forget_old_turns()

    assert list(Job.objects.all()) == [decided]
    assert ScheduleSlot.objects.get().slot_at == NOW


@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost"},
        {"state": State.RUNNING},
        {"state": State.DONE},
        {"state": State.DEAD},
        {"done_at": NOW},
        {"leased_until": NOW},
    ],
)
def test_the_database_refuses_a_job_that_cannot_be(values):
    enqueue("tests.quick", "1", now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.update(**values)


def test_every_state_has_its_moves():
    assert set(MOVES) == set(State)
