"""Organisations, appointments, invitations, and what a person confirms about herself."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress

from cpd.accounts.models import Appointment, Invitation, InvitationState, Organisation, OrganisationKind, User
from cpd.accounts.roles import Role
from cpd.accounts.rules import check_can_appoint, check_can_end, check_organisation_fits
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed

INVITATION_DAYS = 14
TERMS_VERSION = "2026-1"


@action
def create_organisation(
    *, kind: str, name: str, by: User | None, now: datetime, safeguarding_contact: str = ""
) -> Organisation:
    """Add an organisation; there is one provider an installation."""
    name = " ".join(name.split())
    known = Organisation.objects.filter(kind=kind, name__iexact=name).first()
    if known:
        unchanged()
        return known
    if kind == OrganisationKind.PROVIDER and Organisation.objects.filter(kind=kind).exists():
        raise NotAllowed("This installation has its provider already.")
    organisation = Organisation.objects.create(
        kind=kind, name=name, safeguarding_contact=safeguarding_contact, created_at=now
    )
    record("organisation.created", by=by, about=organisation, now=now, kind=str(kind))
    return organisation


@action
def create_person(
    *,
    email: str,
    given_names: str,
    family_name: str,
    by: User | None,
    now: datetime,
    certificate_name: str = "",
    employer: Organisation | None = None,
    team: str = "",
    is_demonstration: bool = False,
) -> User:
    """Make an account without a password; the address decides whether it is new."""
    address = User.objects.normalise(email)
    known = User.objects.filter(email=address).first()
    if known:
        unchanged()
        return known
    person = User.objects.create_user(
        address,
        given_names=given_names,
        family_name=family_name,
        certificate_name=certificate_name,
        employer=employer,
        team=team,
        is_demonstration=is_demonstration,
        joined_at=now,
    )
    record("person.created", by=by, about=person, now=now)
    return person


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
    known = Appointment.objects.filter(person=person, role=role, organisation=organisation).in_force(starts_on).first()
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
def end_appointment(appointment: Appointment, *, by: User, now: datetime) -> Appointment:
    """End a role now; refused for the last holder of a role that cannot be empty. Finished work stays as it is."""
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    check_can_end(appointment, now.date())
    appointment.ends_on = now.date() - timedelta(days=1)
    appointment.ended_by = by
    appointment.ended_at = now
    appointment.save(update_fields=["ends_on", "ended_by", "ended_at"])
    record("appointment.ended", by=by, about=appointment, now=now, person=appointment.person_id, post=appointment.role)
    return appointment


@action
def invite(
    *, email: str, role: Role, organisation: Organisation, by: User | None, now: datetime, until: date | None = None
) -> tuple[Invitation, str]:
    """Invite an address to a role; answers the invitation and the token for its one-time link, which is kept nowhere."""
    address = User.objects.normalise(email)
    Invitation.objects.filter(email=address, role=role, state=InvitationState.WAITING).update(
        state=InvitationState.CANCELLED
    )
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=address,
        person=User.objects.filter(email=address).first(),
        role=role,
        organisation=organisation,
        token_digest=digest_of(token),
        appointed_until=until,
        expires_at=now + timedelta(days=INVITATION_DAYS),
        invited_by=by,
        invited_at=now,
    )
    record("invitation.made", by=by, about=invitation, now=now, post=str(role))
    return invitation, token


@action
def accept_invitation(invitation: Invitation, *, password: str, now: datetime) -> User:
    """Turn an open invitation into an account with a password and the role that waits in it."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.state != InvitationState.WAITING or invitation.expires_at < now:
        raise NotAllowed("This invitation was used, cancelled or has expired. Ask the person who invited you for a new one.")
    person = User.objects.filter(email=invitation.email).first()
    if person is None:
        person = User.objects.create_user(invitation.email, joined_at=now)
    if not person.has_usable_password():
        person.set_password(password)
        person.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    invitation.state = InvitationState.ACCEPTED
    invitation.accepted_at = now
    invitation.person = person
    invitation.save(update_fields=["state", "accepted_at", "person"])
    if not Appointment.objects.filter(person=person, role=invitation.role).in_force(now.date()).exists():
        appoint(
            person,
            role=Role(invitation.role),
            organisation=invitation.organisation,
            starts_on=now.date(),
            ends_on=invitation.appointed_until,
            by=invitation.invited_by,
            now=now,
        )
    record("invitation.accepted", by=person, about=invitation, now=now)
    return person


@action
def cancel_invitation(invitation: Invitation, *, by: User, now: datetime) -> Invitation:
    """The link stops working."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.state != InvitationState.WAITING:
        raise NotAllowed("This invitation was used or cancelled already.")
    invitation.state = InvitationState.CANCELLED
    invitation.save(update_fields=["state"])
    record("invitation.cancelled", by=by, about=invitation, now=now)
    return invitation


@action
def confirm_details(
    person: User, *, given_names: str, family_name: str, certificate_name: str, now: datetime
) -> User:
    """First sign-in: her name as it will be printed, and the terms."""
    person = User.objects.select_for_update().get(pk=person.pk)
    person.given_names = given_names
    person.family_name = family_name
    person.certificate_name = certificate_name
    person.confirmed_at = now
    person.terms_version = TERMS_VERSION
    person.save(update_fields=["given_names", "family_name", "certificate_name", "confirmed_at", "terms_version"])
    record("person.confirmed", by=person, about=person, now=now, terms=TERMS_VERSION)
    return person


def digest_of(token: str) -> str:
    """What is kept of a one-time token."""
    return hashlib.sha256(token.encode()).hexdigest()
