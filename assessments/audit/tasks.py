"""Background work of the university's rooms."""

from collections.abc import Callable

from django.utils import timezone

from assessments.audit.checking import keep_check
from assessments.audit.lines import check_line
from assessments.audit.models import HistoryCheck
from cpd.jobs.kinds import job_kind


@job_kind("audit.check_history", seconds=600, batch=1)
def check_history(ref: str) -> Callable[[], object]:
    check = HistoryCheck.objects.get(pk=ref)
    entries, wrong = check_line(check.size, check.root)
    return lambda: keep_check(check, entries=entries, wrong=wrong, now=timezone.now())
