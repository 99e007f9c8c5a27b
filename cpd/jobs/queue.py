"""Asks for a job: a row in the caller's transaction, and the bell when that commits."""

import re
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from cpd.jobs.bell import ring
from cpd.jobs.kinds import batches, get_kind
from cpd.jobs.models import Job

REF = re.compile(r"[\w.:@+/-]{1,100}", re.ASCII)


def enqueue(
    kind: str, ref: str | UUID, *, key: str | None = None, now: datetime, due_at: datetime | None = None
) -> Job:
    """Owe one job. The same key twice is the same row. Refuses an unknown kind and a ref that is more than an id."""
    get_kind(kind)
    if not REF.fullmatch(str(ref)):
        raise ValueError("A job's ref is an id, never a name or a text.")
    values = {"kind": kind, "ref": str(ref), "due_at": due_at or now, "created_at": now}
    if key is None:
        job, created = Job.objects.create(**values), True
    else:
        job, created = Job.objects.get_or_create(key=key, defaults=values)
    if created and job.due_at <= now:
        _ring_at_commit(kind, job.pk)
    return job


class _Ring:
    """Rings for all jobs of one kind that one transaction asked for, in as few messages as their kind allows."""

    __qualname__ = "_Ring"  # what a robust hook writes into its log line

    def __init__(self, kind: str, job_id: int) -> None:
        self.kind, self.ids = kind, [job_id]

    def __call__(self) -> None:
        for batch in batches(get_kind(self.kind), self.ids):
            ring(self.kind, batch)


def _ring_at_commit(kind: str, job_id: int) -> None:
    # A hook of a savepoint that is rolled back is forgotten with its ids; an id whose row went away rings for nothing.
    hooks = (hook for _, hook, _ in connection.run_on_commit if isinstance(hook, _Ring) and hook.kind == kind)
    if hook := next(hooks, None):
        hook.ids.append(job_id)
    else:
        transaction.on_commit(_Ring(kind, job_id), robust=True)
