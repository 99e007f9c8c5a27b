"""The life of an enrolment, from the offer to its end."""

import secrets
from datetime import datetime

from django.utils import timezone

from courses.delivery.actions.clocks import restart_clocks, stop_clocks
from courses.delivery.clocks import end_all
from courses.delivery.models import Enrolment
from courses.delivery.moves import lock, move
from courses.delivery.rules import (
    check_can_resume,
)
from courses.delivery.states import EnrolmentState
from cpd.accounts.actions import cancel_invitation
from cpd.accounts.models import Invitation, InvitationState, User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed


@action
def interrupt(enrolment: Enrolment, *, reason: str, by: User, now: datetime) -> Enrolment:
    """A break, for work or health; nothing is lost, and every clock of hers stops."""
    today = timezone.localdate(now)
    enrolment = move(lock(enrolment), EnrolmentState.INTERRUPTED, now=now, interrupted_on=today)
    stop_clocks(enrolment, by=by, now=now)
    record("enrolment.interrupted", by=by, about=enrolment, now=now, sealed={"reason": reason})
    return enrolment


@action
def resume(enrolment: Enrolment, *, by: User, now: datetime) -> Enrolment:
    """Back from a break; the days it took are added to her registration and to every deadline that was ahead."""
    enrolment = lock(enrolment)
    check_can_resume(enrolment)
    enrolment = move(enrolment, EnrolmentState.ACTIVE, now=now)
    pause = restart_clocks(enrolment, by=by, now=now)
    enrolment.refresh_from_db(fields=["days_interrupted"])
    record("enrolment.resumed", by=by, about=enrolment, now=now, days=pause.days if pause else 0)
    return enrolment


@action
def withdraw(enrolment: Enrolment, *, reason: str, by: User, now: datetime) -> Enrolment:
    """She leaves the module; what is not decided yet is judged no further."""
    enrolment = move(lock(enrolment), EnrolmentState.WITHDRAWN, now=now, end_reason=reason[:200])
    end_all(enrolment, by=by, now=now)
    record("enrolment.withdrawn", by=by, about=enrolment, now=now, sealed={"reason": reason})
    return enrolment


@action
def cancel_enrolment(enrolment: Enrolment, *, reason: str, by: User, now: datetime) -> Enrolment:
    """A wrong row: entered in error. An invitation to a wrong address stops working with it."""
    enrolment = move(lock(enrolment), EnrolmentState.CANCELLED, now=now, end_reason=reason[:200])
    learner = enrolment.learner
    if not Enrolment.objects.current().filter(learner=learner).exists():
        waiting = Invitation.objects.filter(
            email=learner.email, role=Role.LEARNER, state=InvitationState.WAITING
        ).first()
        if waiting:
            cancel_invitation(waiting, by=by, now=now)
    end_all(enrolment, by=by, now=now)
    record("enrolment.cancelled", by=by, about=enrolment, now=now, sealed={"reason": reason})
    return enrolment


@action
def complete(enrolment: Enrolment, *, by: User, now: datetime) -> Enrolment:
    """Every required outcome was ratified and released."""
    enrolment = move(lock(enrolment), EnrolmentState.COMPLETED, now=now)
    record("enrolment.completed", by=by, about=enrolment, now=now)
    return enrolment


@action
def state_access_needs(enrolment: Enrolment, *, access_needs: str, by: User, now: datetime) -> Enrolment:
    """What she needs to take part in sessions, in her own words."""
    enrolment = lock(enrolment)
    if enrolment.learner_id != by.pk:
        raise NotAllowed("Only the learner changes this.")
    if enrolment.access_needs == access_needs:
        unchanged()
        return enrolment
    enrolment.access_needs = access_needs
    enrolment.save(update_fields=["access_needs"])
    record("enrolment.access_needs_stated", by=by, about=enrolment, now=now)
    return enrolment


@action
def renew_calendar(enrolment: Enrolment, *, by: User, now: datetime) -> Enrolment:
    """Give her calendar a new address; whoever has the old one sees nothing any more."""
    enrolment = lock(enrolment)
    if enrolment.learner_id != by.pk:
        raise NotAllowed("Only the learner changes the address of her calendar.")
    enrolment.calendar_token = secrets.token_urlsafe(32)
    enrolment.save(update_fields=["calendar_token"])
    record("enrolment.calendar_renewed", by=by, about=enrolment, now=now)
    return enrolment
