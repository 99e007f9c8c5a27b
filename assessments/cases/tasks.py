"""Background work of side cases: what is due, and attempts that can be handed in no more."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from assessments.cases import reminders
from assessments.cases.clockwork import close_overdue
from cpd.jobs.schedule import schedule


@schedule("cases.remind", every=timedelta(hours=1), seconds=120)
def remind_of_cases(ref: str) -> Callable[[], None]:
    return lambda: reminders.remind(now=timezone.now())


@schedule("cases.close_overdue", every=timedelta(hours=1), seconds=300)
def close_overdue_attempts(ref: str) -> Callable[[], None]:
    return lambda: close_overdue(now=timezone.now())
