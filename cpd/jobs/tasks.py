"""Keeps the queue small: turns of the schedule are forgotten after a while, what a decision asked for is kept."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from cpd.jobs.models import Job, ScheduleSlot
from cpd.jobs.schedule import SCHEDULE_KEY, SCHEDULES, schedule
from cpd.jobs.states import State

KEPT = timedelta(days=2)


@schedule("jobs.tidy", every=timedelta(hours=6))
def tidy(ref: str) -> Callable[[], None]:
    return forget_old_turns


def forget_old_turns() -> None:
    """Delete done jobs of the schedule, and slots that can no longer be the present one."""
    now = timezone.now()
    Job.objects.filter(state=State.DONE, key__startswith=SCHEDULE_KEY, done_at__lt=now - KEPT).delete()
    for planned in SCHEDULES.values():
        ScheduleSlot.objects.filter(name=planned.name, slot_at__lt=now - max(KEPT, 2 * planned.every)).delete()
