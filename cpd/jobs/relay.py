"""The relay: takes back broken leases, opens schedule slots, and hands due jobs to Celery, or runs them itself."""

import logging
import threading
from collections import defaultdict
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error as AnyDatabaseError
from django.db import connection, transaction
from django.utils import timezone

from cpd.jobs.bell import bell, ring
from cpd.jobs.kinds import KINDS, batches, get_kind
from cpd.jobs.models import Job
from cpd.jobs.running import ABANDONED, give_back
from cpd.jobs.schedule import SCHEDULES, open_slot, slot_at

TICK_SECONDS = 0.2
PAUSE_AFTER_DATABASE_ERROR_SECONDS = 1.0
TAKE_AT_MOST = {"published": 500, "run here": 50}
GRACE = timedelta(seconds=2)  # the bell rings at commit; the relay only helps where that was not heard

logger = logging.getLogger(__name__)


class Relay:
    """One running relay. Any number may run at once: rows are taken under a lock, and a lease decides the rest."""

    def __init__(self):
        self.stopping = threading.Event()
        self.opened: dict[str, datetime] = {}

    def run(self) -> None:
        """Tick until told to stop; a database that goes away is waited for."""
        while not self.stopping.is_set():
            try:
                busy = self.tick(timezone.now())
            except AnyDatabaseError as error:
                logger.warning("the database does not answer: %s", type(error).__qualname__)
                connection.close()
                self.stopping.wait(PAUSE_AFTER_DATABASE_ERROR_SECONDS)
            else:
                self.stopping.wait(0 if busy else TICK_SECONDS)

    def stop(self) -> None:
        """Finish the current job and end."""
        self.stopping.set()

    def tick(self, now: datetime) -> int:
        """One bounded round; the number of jobs taken."""
        self.open_slots(now)
        take_back(now)
        if settings.CPD_BROKER_URL:
            return self.publish(now)
        return self.run_here(now)

    def open_slots(self, now: datetime) -> None:
        for schedule in SCHEDULES.values():
            slot = slot_at(schedule.every, now)
            if self.opened.get(schedule.name) != slot:
                open_slot(schedule.name, slot, now)
                self.opened[schedule.name] = slot

    def publish(self, now: datetime) -> int:
        """Announce what the bell did not reach; while the broker is away everything stays as it is."""
        if bell.is_quiet():
            return 0
        taken = take(now - GRACE, now, TAKE_AT_MOST["published"])
        messages = [(name, batch) for name, ids in taken.items() for batch in batches(get_kind(name), ids)]
        unheard = [job_id for name, batch in messages if not ring(name, batch) for job_id in batch]
        put_back(unheard)
        return sum(len(ids) for ids in taken.values()) - len(unheard)

    def run_here(self, now: datetime) -> int:
        """Run the very Celery tasks in this process, one job or one round at a time, so that a stop waits for that only."""
        taken = take(now, now, TAKE_AT_MOST["run here"])
        steps = [
            (kind, step)
            for kind, ids in ((get_kind(name), ids) for name, ids in taken.items())
            for step in (batches(kind, ids) if kind.together else [[job_id] for job_id in ids])
        ]
        done = 0
        for position, (kind, step) in enumerate(steps):
            if self.stopping.is_set():
                put_back([job_id for _, rest in steps[position:] for job_id in rest])
                break
            kind.task(step)
            done += len(step)
        return done


def take(due_by: datetime, now: datetime, limit: int) -> dict[str, list[int]]:
    """Mark due jobs as rung, so that no other relay takes them for a while; their ids by kind."""
    silence = timedelta(seconds=settings.JOB_RING_AGAIN_SECONDS)
    with transaction.atomic():
        jobs = (
            Job.objects.due(due_by)
            .not_rung_since(now - silence)
            .filter(kind__in=KINDS)
            .select_for_update(skip_locked=True)
            .order_by("due_at", "id")
            .values_list("id", "kind")[:limit]
        )
        taken = defaultdict(list)
        for job_id, kind in jobs:
            taken[kind].append(job_id)
        Job.objects.filter(pk__in=[job_id for ids in taken.values() for job_id in ids]).update(rung_at=now)
    return dict(taken)


def put_back(ids: list[int]) -> None:
    """Leave jobs that were taken and not handed on to the next tick."""
    Job.objects.filter(pk__in=ids).update(rung_at=None)


def take_back(now: datetime) -> int:
    """Give jobs whose worker vanished to the next one; after the last attempt to a person."""
    abandoned = list(Job.objects.abandoned(now).order_by("leased_until")[: TAKE_AT_MOST["published"]])
    for job in abandoned:
        give_back(job.pk, job.lease, attempts=job.attempts, error_class=ABANDONED, now=now)
    return len(abandoned)


def run_due_jobs(now: datetime) -> int:
    """Run everything that is due by now in this process, and what that asks for in turn; for tests and first data."""
    relay, done = Relay(), 0
    while count := relay.run_here(now):
        done += count
    return done
