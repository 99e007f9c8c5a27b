"""Background work: what waits for intake and for the leads, and who reads in an unusual way."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from assessments.confidentiality import reminders, watching
from assessments.confidentiality.accepting import accept_all_clean
from cpd.jobs.schedule import schedule


@schedule("reading.watch", every=timedelta(hours=1), seconds=120)
def watch_reading(ref: str) -> Callable[[], None]:
    return lambda: watching.watch(now=timezone.now())


def remind_of_all(*, now: datetime) -> None:
    reminders.remind(now=now)
    reminders.remind_of_clocks(now=now)


@schedule("intake.remind", every=timedelta(hours=1), seconds=120)
def remind_of_intake(ref: str) -> Callable[[], None]:
    return lambda: remind_of_all(now=timezone.now())


@schedule("intake.accept_clean", every=timedelta(minutes=5), seconds=240)
def accept_what_is_clean(ref: str) -> Callable[[], None]:
    return lambda: accept_all_clean(now=timezone.now())
