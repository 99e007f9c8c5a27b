"""Asks for a job: a row in the caller's transaction, and the bell when that commits."""

import re
import threading
from datetime import datetime
from uuid import UUID
from weakref import WeakValueDictionary

from django.db import transaction

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


class _Wish:
    """That one job be rung for. The transaction that asked holds it, so one that is rolled back takes its wishes along."""

    __qualname__ = "_Wish"  # what a robust hook writes into its log line

    def __init__(self, kind: str, job_id: int) -> None:
        self.kind, self.job_id = kind, job_id

    def __call__(self) -> None:
        """The first that a commit calls rings for all of that transaction, in as few messages as their kinds allow."""
        wishes, _open.wishes = list(_open.wishes.values()), WeakValueDictionary()
        asked: dict[str, list[int]] = {}
        for wish in wishes:
            asked.setdefault(wish.kind, []).append(wish.job_id)
        for kind, ids in asked.items():
            for batch in batches(get_kind(kind), ids):
                ring(kind, batch)


class _Open(threading.local):
    """The wishes of this thread's transaction, by job, which are there as long as it wants them."""

    def __init__(self) -> None:
        self.wishes: WeakValueDictionary[int, _Wish] = WeakValueDictionary()


_open = _Open()


def _ring_at_commit(kind: str, job_id: int) -> None:
    wish = _open.wishes[job_id] = _Wish(kind, job_id)
    transaction.on_commit(wish, robust=True)
