"""Puts copies together and destroys those whose week is over."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from assessments.records.access.actions import MAKE, destroy_old_copies, give_copy, put_together
from assessments.records.access.models import SubjectAccess
from cpd.jobs.kinds import job_kind
from cpd.jobs.schedule import schedule


@job_kind(MAKE, seconds=600, batch=1)
def make_copy(ref: str) -> Callable[[], None] | None:
    copy, now = SubjectAccess.objects.get(pk=ref), timezone.now()
    file = put_together(copy, now=now)
    return (lambda: give_copy(copy, file, now=now) and None) if file else None


@schedule("records.forget_copies", every=timedelta(hours=1), seconds=120)
def forget_copies(ref: str) -> None:
    destroy_old_copies(now=timezone.now())
