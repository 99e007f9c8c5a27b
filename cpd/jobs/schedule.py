"""What happens at intervals. Every relay tries to insert the slot; the unique constraint lets one of them win."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from cpd.jobs.kinds import KINDS, job_kind
from cpd.jobs.models import ScheduleSlot
from cpd.jobs.queue import enqueue
from cpd.jobs.running import Handler

SCHEDULE_KEY = "schedule:"
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)  # a Monday, so that a weekly slot begins on one


@dataclass(frozen=True)
class Schedule:
    name: str
    every: timedelta


SCHEDULES: dict[str, Schedule] = {}


def schedule(name: str, *, every: timedelta, seconds: int = 60) -> Callable[[Handler], Handler]:
    """Run the job kind of this name in every slot; a function that is not yet a kind becomes one."""

    def register(handler: Handler) -> Handler:
        SCHEDULES[name] = Schedule(name, every)
        return handler if name in KINDS else job_kind(name, seconds=seconds, batch=1)(handler)

    return register


def slot_at(every: timedelta, now: datetime) -> datetime:
    """The beginning of the slot that `now` falls into. Slots that were slept through are not made up for."""
    return now - (now - EPOCH) % every


def open_slot(name: str, slot: datetime, now: datetime) -> bool:
    """Insert the slot and owe its job; False when another relay did."""
    with transaction.atomic():
        _, created = ScheduleSlot.objects.get_or_create(name=name, slot_at=slot)
        if created:
            ref = slot.astimezone(UTC).isoformat(timespec="seconds")
            enqueue(name, ref, key=f"{SCHEDULE_KEY}{name}:{ref}", now=now)
    return created
