"""Stopping every clock of an enrolment, and letting them go on."""

from datetime import datetime

from courses.delivery.calendar import days_between
from courses.delivery.clocks import move_all
from courses.delivery.models import Enrolment, Pause
from courses.delivery.moves import lock
from courses.delivery.rules import check_can_restart_clocks, check_can_stop_clocks
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged


@action
def stop_clocks(enrolment: Enrolment, *, by: User | None, now: datetime) -> Pause:
    """From now on no deadline of this enrolment comes nearer. Why, is asked of nobody and kept nowhere.

    While they stand already, the pause there is goes on.
    """
    enrolment = lock(enrolment)
    running = enrolment.pauses.filter(ended_at__isnull=True).first()
    if running:
        unchanged()
        return running
    check_can_stop_clocks(enrolment)
    pause = Pause.objects.create(enrolment=enrolment, began_at=now)
    record("clocks.stopped", by=by, about=enrolment, now=now, pause=pause.pk)
    return pause


@action
def restart_clocks(enrolment: Enrolment, *, by: User | None, now: datetime) -> Pause | None:
    """Every deadline that had not passed moves by the days that the pause took, begun days counted."""
    enrolment = lock(enrolment)
    pause = enrolment.pauses.select_for_update().filter(ended_at__isnull=True).first()
    if pause is None:
        unchanged()
        return None
    check_can_restart_clocks(enrolment)
    pause.ended_at = max(now, pause.began_at)
    pause.days = days_between(pause.began_at, pause.ended_at)
    pause.save(update_fields=["ended_at", "days"])
    enrolment.days_interrupted += pause.days
    enrolment.save(update_fields=["days_interrupted"])
    pause.enrolment = enrolment
    move_all(pause, by=by, now=now)
    record("clocks.restarted", by=by, about=enrolment, now=now, pause=pause.pk, days=pause.days)
    return pause
