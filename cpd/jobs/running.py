"""Runs jobs: lease in one short transaction, compute in none, store the effect and `done` in a second."""

import logging
import traceback
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from cpd.jobs.limits import TookTooLong, time_limit
from cpd.jobs.models import Job
from cpd.jobs.states import State

MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=10)
ABANDONED = "WorkerLost"

logger = logging.getLogger(__name__)

type Effect = Callable[[], None]
type Handler = Callable[[str], Effect | None]


class LeaseLost(Exception):
    """The lease ran out and the job was given to somebody else: this worker may store nothing."""


def run_jobs(ids: Iterable[int], *, kind: str, handler: Handler, seconds: int) -> None:
    """Run these jobs of one kind, each on its own; those that are leased, done or not yet due are passed over."""
    for job_id in ids:
        job = _lease(job_id, kind, seconds)
        if job and not _run(job, handler, seconds):
            return


def _lease(job_id: int, kind: str, seconds: int) -> Job | None:
    now = timezone.now()
    margin = timedelta(seconds=seconds + settings.JOB_LEASE_MARGIN_SECONDS)
    with transaction.atomic():
        taken = (
            Job.objects.due(now)
            .filter(pk=job_id, kind=kind)
            .update(state=State.RUNNING, lease=uuid4(), leased_until=now + margin, attempts=F("attempts") + 1)
        )
        return Job.objects.get(pk=job_id) if taken else None


def _run(job: Job, handler: Handler, seconds: int) -> bool:
    """Run one leased job. False means that Celery's own time limit was reached and the batch must end here."""
    try:
        with time_limit(seconds):
            effect = handler(job.ref)
        finish(job, effect)
    except (TookTooLong, SoftTimeLimitExceeded) as error:
        break_off()
        fail(job, error)
        return not isinstance(error, SoftTimeLimitExceeded)
    except Exception as error:  # noqa: BLE001  whatever it is, it belongs to this job alone
        fail(job, error)
    return True


def break_off() -> None:
    """A job that took too long may have been in the middle of a query: end it there, and begin on a new connection."""
    if connection.in_atomic_block or connection.connection is None:
        return
    if connection.vendor == "postgresql":
        connection.connection.cancel()
    connection.close()


def finish(job: Job, effect: Effect | None) -> None:
    """Store the effect of one job, or count its failure; nothing at all when the lease was lost."""
    try:
        _finish(job, effect)
    except LeaseLost:
        warn_of_lost_lease(job)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # noqa: BLE001  whatever it is, it belongs to this job alone
        fail(job, error)


def _finish(job: Job, effect: Effect | None) -> None:
    with transaction.atomic():
        held = Job.objects.filter(pk=job.pk, state=State.RUNNING, lease=job.lease).update(
            state=State.DONE, lease=None, leased_until=None, error_class="", done_at=timezone.now()
        )
        if not held:
            raise LeaseLost
        if effect:
            effect()


def warn_of_lost_lease(job: Job) -> None:
    logger.warning("job %s (%s): its lease had run out, nothing was stored", job.pk, job.kind)


def fail(job: Job, error: Exception) -> None:
    """Count the failure. Only the class and the place are kept: a message may quote what people wrote."""
    error_class = type(error).__qualname__[:100]
    place = traceback.extract_tb(error.__traceback__)[-1]
    logger.warning("job %s (%s) failed: %s at %s:%s", job.pk, job.kind, error_class, place.filename, place.lineno)
    give_back(job.pk, job.lease, attempts=job.attempts, error_class=error_class, now=timezone.now())


def give_back(job_id: int, lease: UUID, *, attempts: int, error_class: str, now: datetime) -> None:
    """End a lease without success: the job waits longer each time, and after the last attempt for a person."""
    dead = attempts >= MOST_ATTEMPTS
    Job.objects.filter(pk=job_id, state=State.RUNNING, lease=lease).update(
        state=State.DEAD if dead else State.WAITING,
        lease=None,
        leased_until=None,
        rung_at=None,
        error_class=error_class,
        due_at=now if error_class == ABANDONED else now + pause_after(attempts),
    )
    if dead:
        logger.error("job %s is dead after %s attempts: %s", job_id, attempts, error_class)


def pause_after(attempts: int) -> timedelta:
    """10 s, 30 s, 90 s, 270 s."""
    return FIRST_PAUSE * 3 ** (attempts - 1)
