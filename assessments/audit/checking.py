"""Keeps what a check of the whole record found; a second run changes nothing."""

from datetime import datetime

from assessments.audit.models import HistoryCheck
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify


@action
def keep_check(check: HistoryCheck, *, entries: int, wrong: list[str], now: datetime) -> HistoryCheck:
    check = HistoryCheck.objects.select_for_update(of=["self"]).select_related("visit__auditor").get(pk=check.pk)
    if check.done_at:
        unchanged()
        return check
    check.entries, check.wrong, check.done_at = entries, "\n".join(wrong), now
    check.save(update_fields=["entries", "wrong", "done_at"])
    notify(
        check.visit.auditor, "history.checked", now=now, about=check, url=f"/audit/visits/{check.visit_id}/checkpoint/"
    )
    record("history.checked", by=None, about=check, now=now, entries=entries, holds=check.holds)
    return check
