"""Background work on marking: what is past its date."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from assessments.marking import reminders
from cpd.jobs.schedule import schedule


@schedule("marking.remind", every=timedelta(hours=1), seconds=120)
def remind_of_marking(ref: str) -> Callable[[], None]:
    return lambda: reminders.remind(now=timezone.now())
