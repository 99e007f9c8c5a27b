"""The state of the queue, for the page that staff look at and for alerts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from cpd.jobs.models import Job
from cpd.jobs.states import State

LATE_AFTER = timedelta(minutes=10)
SILENT_AFTER = timedelta(minutes=3)


@dataclass(frozen=True)
class Queue:
    """How many jobs wait, run and need a person; since when the oldest is due; when the last one was done."""

    waiting: int
    running: int
    dead: int
    oldest_due_at: datetime | None
    last_done_at: datetime | None
    is_late: bool
    is_silent: bool


def get_queue(now: datetime) -> Queue:
    """One look at the whole queue. Silent: not even the jobs of each minute are done, so nobody works."""
    counts = dict(Job.objects.exclude(state=State.DONE).values_list("state").annotate(Count("id")))
    oldest = Job.objects.due(now).aggregate(Min("due_at"))["due_at__min"]
    last = Job.objects.filter(state=State.DONE).order_by("-done_at").values_list("done_at", flat=True).first()
    return Queue(
        waiting=counts.get(State.WAITING, 0),
        running=counts.get(State.RUNNING, 0),
        dead=counts.get(State.DEAD, 0),
        oldest_due_at=oldest,
        last_done_at=last,
        is_late=oldest is not None and now - oldest > LATE_AFTER,
        is_silent=last is None or now - last > SILENT_AFTER,
    )


def list_dead_jobs():
    """Jobs that need a person, the oldest first."""
    return Job.objects.filter(state=State.DEAD).order_by("created_at", "id")
