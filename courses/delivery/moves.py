"""The one way in which an enrolment changes its state."""

from datetime import datetime
from typing import Any

from courses.delivery.models import Enrolment
from courses.delivery.rules import check_can_move
from courses.delivery.states import ENDED, EnrolmentState


def lock(enrolment: Enrolment) -> Enrolment:
    """The row as it is now, locked until the caller's transaction ends."""
    return (
        Enrolment.objects.select_for_update(of=["self"])
        .select_related("cohort__version", "cohort__accreditation", "learner")
        .get(pk=enrolment.pk)
    )


def move(enrolment: Enrolment, to: EnrolmentState, *, now: datetime, **fields: Any) -> Enrolment:
    """Move a locked enrolment, saving the named fields with it; the caller records why."""
    check_can_move(enrolment, to)
    enrolment.state = to
    if to in ENDED:
        enrolment.ended_at = now
    if to != EnrolmentState.INTERRUPTED:
        enrolment.interrupted_on = None
    for name, value in fields.items():
        setattr(enrolment, name, value)
    enrolment.save(update_fields=["state", "ended_at", "interrupted_on", *fields])
    return enrolment
