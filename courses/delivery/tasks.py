"""Background work of cohorts: the start date, the longest registration, old rosters."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from courses.delivery import clockwork
from cpd.jobs.schedule import schedule


@schedule("delivery.start", every=timedelta(hours=1), seconds=120)
def start_enrolments(ref: str) -> Callable[[], None]:
    return lambda: clockwork.start_due(now=timezone.now())


@schedule("delivery.lapse", every=timedelta(days=1), seconds=120)
def lapse_enrolments(ref: str) -> Callable[[], None]:
    return lambda: clockwork.lapse_due(now=timezone.now())


@schedule("delivery.destroy_rosters", every=timedelta(hours=6), seconds=120)
def destroy_rosters(ref: str) -> Callable[[], None]:
    return lambda: clockwork.destroy_old_rosters(now=timezone.now())
