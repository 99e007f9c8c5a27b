"""Background work of evaluations."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from assessments.evaluations.opening import open_evaluations
from assessments.evaluations.queries import list_to_open
from cpd.jobs.schedule import schedule


@schedule("evaluations.open", every=timedelta(hours=6), seconds=120)
def open_what_is_over(ref: str) -> Callable[[], int]:
    """Opens the box of each cohort whose last day is over; a second run finds it empty."""

    def work() -> int:
        now = timezone.now()
        return sum(open_evaluations(cohort, now=now) is not None for cohort in list_to_open(now))

    return work
