"""What staff do with jobs."""

from datetime import datetime

from django.db import models, transaction

from cpd.history.actions import action, record
from cpd.jobs.bell import ring
from cpd.jobs.models import Job
from cpd.jobs.rules import check_can_retry
from cpd.jobs.states import State


@action
def retry(job: Job, *, by: models.Model, now: datetime) -> Job:
    """Let a dead job run again, with all its attempts. Refuses any other."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    check_can_retry(job)
    stopped_by = job.error_class
    job.state, job.attempts, job.error_class, job.due_at, job.rung_at = State.WAITING, 0, "", now, None
    job.save(update_fields=["state", "attempts", "error_class", "due_at", "rung_at"])
    record("job.retried", by=by, about=job, now=now, kind=job.kind, stopped_by=stopped_by)
    transaction.on_commit(lambda: ring(job.kind, [job.pk]), robust=True)
    return job
