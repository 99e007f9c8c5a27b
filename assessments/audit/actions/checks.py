"""Asking for a check of the whole record against a line."""

from datetime import datetime

from assessments.audit.models import HistoryCheck, Visit
from assessments.audit.rules.visits import check_is_hers
from cpd.accounts.models import User
from cpd.history.actions import action, record
from cpd.jobs.queue import enqueue


@action
def ask_for_check(visit: Visit, *, size: int, root: str, by: User, now: datetime) -> HistoryCheck:
    """A job recomputes every entry; she is told when it is done."""
    check_is_hers(by, visit)
    check = HistoryCheck.objects.create(visit=visit, size=size, root=root, asked_at=now)
    enqueue("audit.check_history", check.pk, key=f"check:{check.pk}", now=now)
    record("history.check_asked", by=by, about=check, now=now, visit=visit.pk, size=size)
    return check
