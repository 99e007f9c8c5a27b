"""Background work of moderation: what waits for it."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from assessments.moderation import confirming, reminders
from cpd.jobs.schedule import schedule


@schedule("moderation.catch_up", every=timedelta(minutes=10), seconds=120)
def confirm_what_came_back(ref: str) -> Callable[[], object]:
    return lambda: confirming.confirm_what_came_back(now=timezone.now())


@schedule("moderation.remind", every=timedelta(hours=1), seconds=120)
def remind_of_moderation(ref: str) -> Callable[[], None]:
    def finish() -> None:
        now = timezone.now()
        reminders.remind(now=now)
        reminders.tell_of_changes(now=now)
        reminders.find_cohorts_without_anybody(now=now)

    return finish
