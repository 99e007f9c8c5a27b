"""Tells administrators when the nightly backup did not come, and keeps the database's own statistics fresh."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.jobs.schedule import schedule
from cpd.notices.actions import notify_once
from cpd.operations import databases
from cpd.operations.checking import BACKUP_AT_MOST, last_backup

KIND = "backup.missed"


@schedule("operations.watch_backups", every=timedelta(hours=1))
def watch_backups(ref: str) -> Callable[[], None] | None:
    now = timezone.now()
    return partial(tell_administrators, now=now) if backup_is_missed(now) else None


@schedule("operations.take_statistics", every=timedelta(days=1))
def take_statistics(ref: str) -> Callable[[], None]:
    return databases.take_statistics


def backup_is_missed(now: datetime) -> bool:
    """Whether the last backup is too old; a demonstration has nothing to lose, a new installation a day's grace."""
    since = last_backup() or Entry.objects.order_by("pk").values_list("at", flat=True).first()
    return not settings.CPD_DEMO and since is not None and now - since > BACKUP_AT_MOST


def tell_administrators(*, now: datetime) -> None:
    """Once a day for as long as it lasts."""
    today = timezone.localdate(now)
    for person in User.objects.holding(Role.ADMINISTRATOR, on=today).select_related("preferences"):
        notify_once(person, KIND, key=f"{KIND}:{person.pk}:{today}", now=now, url=reverse("operations:show_system"))
