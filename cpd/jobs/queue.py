"""Asks for a job: a row in the caller's transaction, and the bell when that commits."""

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cpd.jobs.bell import ring
from cpd.jobs.kinds import get_kind
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
        # A lambda: functools.partial has no __qualname__, which a robust hook needs for its log line.
        transaction.on_commit(lambda: ring(kind, [job.pk]), robust=True)
    return job
