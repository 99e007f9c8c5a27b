"""Who holds which role, from when to when."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from cpd.accounts import holdings
from cpd.accounts.models import Appointment, Organisation, User
from cpd.accounts.roles import Role
from cpd.accounts.rules import check_can_appoint, check_can_end, check_organisation_fits
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed


@action
def appoint(
    person: User,
    *,
    role: Role,
    organisation: Organisation,
    starts_on: date,
    by: User | None,
    now: datetime,
    ends_on: date | None = None,
) -> Appointment:
    """Give a person a role from a day on; the same open appointment twice is one."""
    role = Role(role)
    check_can_appoint(by, person, role)
    if role != Role.LEARNER:
        check_organisation_fits(role, organisation.kind)
    known = (
        Appointment.objects.filter(person=person, role=role, organisation=organisation, ended_at__isnull=True)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
        .first()
    )
    if known and known.starts_on > starts_on:
        raise NotAllowed("This person is appointed to that role from a later day. End that appointment first.")
    if known:
        unchanged()
        return known
    appointment = Appointment.objects.create(
        person=person,
        role=role,
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
        appointed_by=by,
        appointed_at=now,
    )
    record("appointment.made", by=by, about=appointment, now=now, person=person.pk, post=str(role), until=ends_on)
    return appointment


@action
def end_appointment(appointment: Appointment, *, by: User, now: datetime, successor: User | None = None) -> Appointment:
    """End a role now, after what the person holds in it went to a successor. Refused for the last holder of a role
    that cannot be empty, and while something is held that nobody takes. Finished work stays as it is."""
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    check_can_end(appointment, now.date())
    held = holdings.that_end_with(appointment, on=now.date())
    for holding in held:
        _hand_over(holding, appointment, successor, by, now)
    appointment.ends_on = now.date() - timedelta(days=1)
    appointment.ended_by = by
    appointment.ended_at = now
    appointment.save(update_fields=["ends_on", "ended_by", "ended_at"])
    record(
        "appointment.ended",
        by=by,
        about=appointment,
        now=now,
        person=appointment.person_id,
        post=appointment.role,
        handed_over=len(held),
    )
    return appointment


def _hand_over(
    holding: holdings.Holding, appointment: Appointment, successor: User | None, by: User, now: datetime
) -> None:
    if holding.hand_over is None:
        raise NotAllowed(f"This must go to somebody else on its own page first: {holding.what}.")
    if successor is None:
        raise NotAllowed(f"Choose who takes over: {holding.what}.")
    if successor.pk == appointment.person_id or not successor.holds(Role(appointment.role), on=now.date()):
        raise NotAllowed("The person who takes over must hold the same role today.")
    holding.hand_over(to=successor, by=by, now=now)
