"""Invitations: the only way to an account."""

import uuid
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress

from cpd.accounts import arrivals
from cpd.accounts.actions.appointments import appoint
from cpd.accounts.models import Appointment, Invitation, InvitationState, Organisation, User
from cpd.accounts.queries import find_person
from cpd.accounts.roles import Role
from cpd.accounts.rules import check_account_is_open, check_can_accept, check_can_invite, check_organisation_fits
from cpd.accounts.tokens import digest_of, token_of
from cpd.history.actions import action, record
from cpd.jobs.queue import enqueue
from cpd.rules import NotAllowed

INVITATION_DAYS = 14


@action
def invite(
    *, email: str, role: Role, organisation: Organisation, by: User | None, now: datetime, until: date | None = None
) -> tuple[Invitation, str]:
    """Invite an address to a role and owe the mail; answers the invitation and the token of its one-time link, which
    is kept nowhere. An open invitation of this address to the role is cancelled."""
    address, role = User.objects.normalise(email), Role(role)
    person = find_person(address)
    check_can_invite(by, address, role, now.date(), until)
    check_account_is_open(person)
    if role != Role.LEARNER:
        check_organisation_fits(role, organisation.kind)
    Invitation.objects.filter(email=address, role=role, state=InvitationState.WAITING).update(
        state=InvitationState.CANCELLED
    )
    invitation_id = uuid.uuid4()
    token = token_of(invitation_id)
    invitation = Invitation.objects.create(
        id=invitation_id,
        email=address,
        person=person,
        role=role,
        organisation=organisation,
        token_digest=digest_of(token),
        appointed_until=until,
        expires_at=now + timedelta(days=INVITATION_DAYS),
        invited_by=by,
        invited_at=now,
    )
    enqueue("accounts.mail_invitation", invitation.pk, key=f"invitation:{invitation.pk}", now=now)
    record("invitation.made", by=by, about=invitation, now=now, post=str(role))
    return invitation, token


@action
def accept_invitation(invitation: Invitation, *, password: str, now: datetime, by: User | None = None) -> User:
    """Turn an open invitation into an account with a password and the role that waits in it. Whoever has an account
    with a password accepts as `by`, signed in, and keeps that password."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.state != InvitationState.WAITING or invitation.expires_at < now:
        raise NotAllowed(
            "This invitation was used, cancelled or has expired. Ask the person who invited you for a new one."
        )
    person = find_person(invitation.email)
    check_account_is_open(person)
    check_can_accept(by, person)
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
    arrivals.welcome(invitation, person, now)
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
