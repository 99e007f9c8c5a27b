"""Keeps the disk and the rows in agreement: finishes erasures, removes bytes that no row names."""

from datetime import timedelta

from django.utils import timezone

from cpd.files.store import finish_erasures, sweep_orphans
from cpd.jobs.schedule import schedule

# Longer than any transaction that puts a file and has not yet committed its row.
ORPHAN_AGE = timedelta(hours=24)


@schedule("files.sweep", every=timedelta(hours=6), seconds=300)
def sweep(ref: str) -> None:
    now = timezone.now()
    finish_erasures(now=now)
    sweep_orphans(before=now - ORPHAN_AGE)
