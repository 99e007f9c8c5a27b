"""Background work of intake: what waits for it."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from assessments.confidentiality import reminders
from cpd.jobs.schedule import schedule


@schedule("intake.remind", every=timedelta(hours=1), seconds=120)
def remind_of_intake(ref: str) -> Callable[[], None]:
    return lambda: reminders.remind(now=timezone.now())
