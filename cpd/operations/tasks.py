"""Tells administrators when a job gave up or a backup was missed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.jobs.queries import list_dead_jobs
from cpd.jobs.schedule import schedule
from cpd.notices.actions import notify_once
from cpd.operations.checking import BACKUP_AT_MOST, last_backup


@schedule("operations.watch", every=timedelta(minutes=10))
def watch(ref: str) -> Callable[[], None] | None:
    now = timezone.now()
    kinds = ["job.dead"] if list_dead_jobs().exists() else []
    if backup_is_missed(now):
        kinds.append("backup.missed")
    return partial(tell_administrators, kinds, now=now) if kinds else None


def backup_is_missed(now: datetime) -> bool:
    """Whether the nightly backup did not come; a demonstration has nothing to lose, a new installation a day's grace."""
    since = last_backup() or Entry.objects.order_by("pk").values_list("at", flat=True).first()
    return not settings.CPD_DEMO and since is not None and now - since > BACKUP_AT_MOST


def tell_administrators(kinds: list[str], *, now: datetime) -> None:
    """Once a day for as long as it lasts."""
    today = timezone.localdate(now)
    for person in User.objects.holding(Role.ADMINISTRATOR, on=today).select_related("preferences"):
        for kind in kinds:
            notify_once(person, kind, key=f"{kind}:{person.pk}:{today}", now=now, url=reverse("operations:show_system"))
