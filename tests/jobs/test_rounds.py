"""Many small jobs that share a lease, a synchronised disk and a transaction; what befalls one befalls no other."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from cpd.jobs.kinds import KINDS
from cpd.jobs.models import Job
from cpd.jobs.queue import enqueue
from cpd.jobs.relay import run_due_jobs, take_back
from cpd.jobs.rounds import run_together
from cpd.jobs.states import State
from cpd.notices.models import Notice
from tests.jobs import kinds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    kinds.rounds.clear()
    yield
    kinds.rounds.clear()


def ask(*refs):
    return [enqueue("tests.together", str(ref), now=timezone.now()) for ref in refs]


def run(jobs, handler=kinds.together, seconds=5, around=kinds.note_round):
    run_together([job.pk for job in jobs], kind="tests.together", handler=handler, seconds=seconds, around=around)


def states(jobs):
    found = dict(Job.objects.values_list("pk", "state"))
    return [found[job.pk] for job in jobs]


def lose_the_worker():
    """As kill -9 in the middle of a round leaves its jobs, once the lease has run out and the relay has looked."""
    Job.objects.filter(state=State.RUNNING).update(leased_until=timezone.now() - timedelta(seconds=1))
    take_back(timezone.now())


def test_all_are_computed_then_made_safe_then_stored():
    jobs = ask(1, 2, 3)

    KINDS["tests.together"].task([job.pk for job in jobs])

    assert kinds.rounds == ["begun", "safe", "stored", "stored", "stored"]
    assert states(jobs) == [State.DONE] * 3
    assert kinds.count_effects() == 3


def test_without_a_broker_they_run_together_too():
    ask(1, 2, 3)

    assert run_due_jobs(timezone.now()) == 3

    assert kinds.rounds.count("begun") == 1


def test_one_that_cannot_be_computed_fails_alone():
    jobs = ask(1, kinds.FAILS, 2)

    run(jobs)

    assert states(jobs) == [State.DONE, State.WAITING, State.DONE]
    assert Job.objects.get(pk=jobs[1].pk).error_class == "ValueError"


def test_one_that_cannot_be_stored_fails_alone_and_leaves_nothing():
    jobs = ask(1, kinds.FAILS_LATE, 2)

    run(jobs)

    assert states(jobs) == [State.DONE, State.WAITING, State.DONE]
    assert Job.objects.get(pk=jobs[1].pk).error_class == "ValueError"
    assert kinds.rounds.count("stored") == 3
    assert kinds.count_effects() == 2


def test_an_error_of_the_database_in_one_effect_harms_no_other():
    jobs = ask(1, 1, 2)

    run(jobs)

    assert states(jobs) == [State.DONE, State.WAITING, State.DONE]
    assert Job.objects.get(pk=jobs[1].pk).error_class == "IntegrityError"
    assert kinds.count_effects() == 2


@pytest.mark.django_db(transaction=True)
def test_when_the_commit_fails_nothing_is_stored_and_all_are_computed_again():
    jobs = ask(1, 2)

    def dangling(ref):
        """Breaks a foreign key, which the database notices when it commits."""
        if ref == "1" and Job.objects.get(ref=ref).attempts == 1:
            return lambda: Notice.objects.create(
                person_id=10**9, kind="tests", urgency="none", text="", created_at=timezone.now()
            )
        return kinds.together(ref)

    run(jobs, handler=dangling)
    assert states(jobs) == [State.WAITING] * 2
    assert (kinds.count_effects(), Notice.objects.count()) == (0, 0)
    Job.objects.update(due_at=timezone.now())
    run(jobs, handler=dangling)

    assert states(jobs) == [State.DONE] * 2
    assert kinds.count_effects() == 2


def test_at_the_limit_of_celery_while_storing_nothing_is_stored_and_the_batch_ends():
    jobs = ask(1, 2)

    def limited(ref):
        def effect():
            kinds.store(ref)
            if ref == "2":
                raise SoftTimeLimitExceeded

        return effect

    with pytest.raises(SoftTimeLimitExceeded):
        run(jobs, handler=limited)

    assert states(jobs) == [State.WAITING] * 2
    assert kinds.count_effects() == 0


def test_nothing_is_stored_whose_bytes_are_not_safe(caplog):
    jobs = ask(1, 2)
    kinds.rounds.append("spoilt")

    run(jobs)

    assert states(jobs) == [State.WAITING] * 2
    assert set(Job.objects.values_list("error_class", "attempts")) == {("OSError", 1)}
    assert kinds.count_effects() == 0
    assert kinds.SECRET not in caplog.text


def test_when_a_round_cannot_begin_its_jobs_count_a_failure():
    jobs = ask(1, 2)

    @contextmanager
    def full():
        raise OSError(kinds.SECRET)
        yield

    run(jobs, around=full)

    assert states(jobs) == [State.WAITING] * 2
    assert set(Job.objects.values_list("error_class", "attempts")) == {("OSError", 1)}


def test_whoever_lost_the_lease_of_one_stores_the_others():
    jobs = ask(1, 2, 3)

    def meanwhile(ref):
        if ref == "3":
            Job.objects.filter(ref="2").update(state=State.WAITING, lease=None, leased_until=None)
        return kinds.together(ref)

    run(jobs, handler=meanwhile)

    assert states(jobs) == [State.DONE, State.WAITING, State.DONE]
    assert kinds.count_effects() == 2


def test_a_second_message_in_the_middle_of_a_round_changes_nothing():
    jobs = ask(1, 2, 3)

    def meanwhile(ref):
        run(jobs)
        return kinds.together(ref)

    run(jobs, handler=meanwhile)

    assert kinds.rounds == ["begun", "safe", "stored", "stored", "stored"]
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_a_killed_worker_gives_back_everything_it_held():
    jobs = ask(1, 2, 3)

    def killed(ref):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(jobs, handler=killed)
    assert states(jobs) == [State.RUNNING] * 3
    lose_the_worker()
    run(jobs)

    assert states(jobs) == [State.DONE] * 3
    assert kinds.count_effects() == 3


def test_one_that_always_kills_its_worker_takes_no_other_with_it():
    jobs = ask(*range(20))

    def deadly(ref):
        if ref == "7":
            raise KeyboardInterrupt
        return kinds.together(ref)

    for _ in range(200):
        try:
            run(jobs, handler=deadly)
        except KeyboardInterrupt:
            lose_the_worker()
        else:
            break

    dead = Job.objects.exclude(state=State.DONE)
    assert [(job.ref, job.state, job.error_class) for job in dead] == [("7", State.DEAD, "WorkerLost")]
    assert kinds.count_effects() == 19


def test_a_round_that_takes_long_is_stored_in_parts_under_a_renewed_lease(settings):
    settings.JOB_LEASE_MARGIN_SECONDS = 0
    jobs, left = ask(1, 2, 3), []

    def slow(ref):
        left.append(Job.objects.get(ref=ref).leased_until - timezone.now())
        Job.objects.filter(state=State.RUNNING).update(leased_until=timezone.now() + timedelta(seconds=1))
        return kinds.together(ref)

    run(jobs, handler=slow)

    assert kinds.rounds == ["begun", "safe", "stored"] * 3
    assert min(left) > timedelta(seconds=4)
    assert states(jobs) == [State.DONE] * 3


def test_one_that_takes_too_long_is_interrupted_and_the_others_are_done():
    jobs = ask(1, 2, 3)

    def stuck(ref):
        while ref == "2":
            pass
        return kinds.together(ref)

    run(jobs, handler=stuck, seconds=0.1)

    assert states(jobs) == [State.DONE, State.WAITING, State.DONE]
    assert Job.objects.get(pk=jobs[1].pk).error_class == "TookTooLong"


def test_at_the_limit_of_celery_itself_what_was_not_begun_is_given_back_at_once():
    jobs = ask(1, 2, 3)

    def limited(ref):
        if ref == "2":
            raise SoftTimeLimitExceeded
        return kinds.together(ref)

    run(jobs, handler=limited)

    rows = Job.objects.order_by("pk").values_list("state", "attempts", "error_class")
    assert list(rows) == [
        (State.DONE, 1, ""),
        (State.WAITING, 1, "SoftTimeLimitExceeded"),
        (State.WAITING, 0, ""),
    ]
