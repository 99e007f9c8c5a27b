"""Runs jobs of one kind in rounds: leased together, computed one by one, stored in one transaction.

For kinds whose jobs are small and many. What a round costs once (a lease, a synchronised disk, a commit) is shared by its
jobs. A round is short, and the lease of what is left is renewed after each, so that a killed worker's jobs come back soon.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import groupby
from uuid import uuid4

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cpd.jobs.limits import TookTooLong, time_limit
from cpd.jobs.models import Job, JobQuerySet
from cpd.jobs.running import Effect, Handler, break_off, fail, warn_of_lost_lease
from cpd.jobs.states import State

# A round computes for this part of the lease's margin; the rest is for its last job, the disk and the commit.
COMPUTING = 0.25
# A group whose worker was lost comes back in quarters: one job that kills its worker must not use up the attempts of others.
SMALLER = 4

logger = logging.getLogger(__name__)

type Around = Callable[[], AbstractContextManager]
type Done = list[tuple[Job, Effect | None]]


def run_together(ids: Iterable[int], *, kind: str, handler: Handler, seconds: int, around: Around) -> None:
    """Run these jobs of one kind; those that are leased, done or not yet due are passed over.

    `around` is entered for the computing of a round and left before its effects are stored: what it makes durable is there
    before a row says so.
    """
    for group in _groups(list(ids), kind):
        left = _lease(group, seconds)
        while left:
            done, left, goes_on = _compute(left, handler, seconds, around)
            if done:
                _store(done)
            if not goes_on:
                _return(left)
                return


def _groups(ids: list[int], kind: str) -> Iterator[list[int]]:
    """Those that are due, in the order of their ids: all fresh ones together, and after a loss fewer each time."""
    due = Job.objects.due(timezone.now()).filter(pk__in=ids, kind=kind).order_by("attempts", "pk")
    for attempts, rows in groupby(due.values_list("attempts", "pk"), key=lambda row: row[0]):
        members = [pk for _, pk in rows]
        size = max(1, len(ids) // SMALLER**attempts)
        yield from (members[start : start + size] for start in range(0, len(members), size))


def _lease(ids: list[int], seconds: int) -> list[Job]:
    """One lease for all of them that are still due; another worker may have been quicker."""
    now, lease = timezone.now(), uuid4()
    with transaction.atomic():
        # Locked in the order of ids, so that two workers with the same message cannot wait for each other.
        free = list(
            Job.objects.due(now).filter(pk__in=ids).select_for_update().order_by("pk").values_list("pk", flat=True)
        )
        Job.objects.filter(pk__in=free).update(
            state=State.RUNNING, lease=lease, leased_until=now + _length(seconds), attempts=F("attempts") + 1
        )
        return list(Job.objects.filter(pk__in=free).order_by("pk"))


def _compute(jobs: list[Job], handler: Handler, seconds: int, around: Around) -> tuple[Done, list[Job], bool]:
    """What was computed while there was time, what is left, and whether Celery lets the batch go on."""
    done: Done = []
    tried, goes_on = 0, True
    try:
        with around():
            # Entering may have taken a while, when it makes what a process needs once.
            jobs = _renew(jobs, seconds)
            end = time.monotonic() + settings.JOB_LEASE_MARGIN_SECONDS * COMPUTING
            while tried < len(jobs) and goes_on and (not tried or time.monotonic() < end):
                job = jobs[tried]
                tried += 1
                try:
                    with time_limit(seconds):
                        effect = handler(job.ref)
                except Exception as error:  # noqa: BLE001  whatever it is, it belongs to this job alone
                    if isinstance(error, (TookTooLong, SoftTimeLimitExceeded)):
                        break_off()
                    fail(job, error)
                    goes_on = not isinstance(error, SoftTimeLimitExceeded)
                else:
                    done.append((job, effect))
    except Exception as error:  # noqa: BLE001  what was computed is not safe, so nothing of it may be stored
        for job in [job for job, _ in done] if tried else jobs:
            fail(job, error)
        done, tried = [], tried or len(jobs)
    return done, jobs[tried:], goes_on


def _store(done: Done) -> None:
    """All effects in one transaction, each in a savepoint: one that fails harms no other, and none runs twice."""
    failed: list[tuple[Job, Exception]] = []
    held: set[int] = set()
    try:
        with transaction.atomic():
            held = _lock(done)
            failed = _run_effects([(job, effect) for job, effect in done if job.pk in held])
            _mark_done(held - {job.pk for job, _ in failed})
    except Exception as error:
        # Nothing is stored: all are computed again, and answer for a failure that may be of one of them.
        for job, _ in done:
            fail(job, error)
        if isinstance(error, SoftTimeLimitExceeded):
            raise
        return
    for job, error in failed:
        fail(job, error)
    for job, _ in done:
        if job.pk not in held:
            warn_of_lost_lease(job)


def _lock(done: Done) -> set[int]:
    """Those that this worker still holds; nobody else takes them from here on."""
    return set(_ours([job for job, _ in done]).select_for_update().order_by("pk").values_list("pk", flat=True))


def _run_effects(done: Done) -> list[tuple[Job, Exception]]:
    """Each effect once; those that failed, of which nothing stays."""
    failed = []
    for job, effect in done:
        try:
            with transaction.atomic():
                if effect:
                    effect()
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it belongs to this job alone
            failed.append((job, error))
    return failed


def _mark_done(held: set[int]) -> None:
    Job.objects.filter(pk__in=held).update(
        state=State.DONE, lease=None, leased_until=None, error_class="", done_at=timezone.now()
    )


def _renew(jobs: list[Job], seconds: int) -> list[Job]:
    """Those that this worker still holds, for as long again."""
    if not jobs:
        return []
    with transaction.atomic():
        held = set(_ours(jobs).select_for_update().order_by("pk").values_list("pk", flat=True))
        Job.objects.filter(pk__in=held).update(leased_until=timezone.now() + _length(seconds))
    return [job for job in jobs if job.pk in held]


def _return(jobs: list[Job]) -> None:
    """Leave jobs that were not begun to the next worker at once; that was no attempt."""
    _ours(jobs).update(state=State.WAITING, lease=None, leased_until=None, rung_at=None, attempts=F("attempts") - 1)


def _ours(jobs: list[Job]) -> JobQuerySet:
    return Job.objects.filter(
        pk__in=[job.pk for job in jobs], state=State.RUNNING, lease__in={job.lease for job in jobs}
    )


def _length(seconds: int) -> timedelta:
    return timedelta(seconds=seconds + settings.JOB_LEASE_MARGIN_SECONDS)
