"""Days on which the provider is closed."""

from datetime import date, datetime

from django.utils import timezone

from courses.delivery.models import ClosureDay
from courses.delivery.rules import check_can_add_closure, check_can_drop_closure
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged


@action
def add_closure(*, day: date, name: str, by: User, now: datetime) -> ClosureDay:
    """From now on this day counts as no working day; deadlines that run over it move later, never earlier."""
    known = ClosureDay.objects.filter(day=day).first()
    if known:
        unchanged()
        return known
    check_can_add_closure(day, timezone.localdate(now))
    closure = ClosureDay.objects.create(day=day, name=name.strip(), added_by=by, added_at=now)
    record("closure.added", by=by, about=closure, now=now, day=day)
    return closure


@action
def drop_closure(closure: ClosureDay, *, by: User, now: datetime) -> None:
    """The day is a working day after all; refused when somebody may be counting on it already."""
    closure = ClosureDay.objects.select_for_update().filter(pk=closure.pk).first()
    if closure is None:
        unchanged()
        return
    check_can_drop_closure(closure, timezone.localdate(now))
    record("closure.dropped", by=by, about=closure, now=now, day=closure.day)
    closure.delete()
