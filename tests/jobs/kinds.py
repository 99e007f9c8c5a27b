"""Kinds of job for the tests. Their effect is a real row of ours with a unique constraint: a slot of the schedule."""

import os
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import connection

from cpd.jobs.kinds import job_kind
from cpd.jobs.models import ScheduleSlot

SECRET = "she lives at 4 Elm Street"
EFFECT = "tests.effect"
computed: list[tuple[str, bool]] = []


def store(ref: str) -> None:
    ScheduleSlot.objects.create(name=EFFECT, slot_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=int(ref)))


def count_effects() -> int:
    return ScheduleSlot.objects.filter(name=EFFECT).count()


def note_start(ref: str) -> None:
    """In tests with processes of their own: leave a trace that survives kill -9."""
    if folder := os.environ.get("CPD_TEST_TRACES"):
        (Path(folder) / f"{ref}.{os.getpid()}").touch()


@job_kind("tests.quick", seconds=5, batch=20)
def quick(ref):
    note_start(ref)
    computed.append((ref, connection.in_atomic_block))
    return partial(store, ref)


@job_kind("tests.slow", seconds=3, batch=1)
def slow(ref):
    note_start(ref)
    time.sleep(1)
    return partial(store, ref)


@job_kind("tests.fails", seconds=5, batch=20)
def fails(ref):
    raise ValueError(SECRET)


@job_kind("tests.fails_late", seconds=5, batch=20)
def fails_late(ref):
    def effect():
        store(ref)
        raise ValueError(SECRET)

    return effect


@job_kind("tests.nothing", seconds=5, batch=20)
def nothing(ref):
    return None


rounds: list[str] = []


@contextmanager
def note_round():
    """Around the computing of a round; `spoilt` in the list makes it fail at the end, as a full disk would."""
    rounds.append("begun")
    yield
    if "spoilt" in rounds:
        raise OSError(SECRET)
    rounds.append("safe")


@job_kind("tests.together", seconds=5, batch=20, around=note_round)
def together(ref):
    note_start(ref)
    number = int(ref)
    if number == FAILS:
        raise ValueError(SECRET)

    def effect():
        rounds.append("stored")
        store(ref)
        if number == FAILS_LATE:
            raise ValueError(SECRET)

    return effect


FAILS, FAILS_LATE = 900, 901
