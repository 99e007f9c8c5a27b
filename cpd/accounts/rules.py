"""Who may appoint, invite, end, close and be addressed."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress

from cpd.accounts.models import Appointment, Invitation, InvitationState, OrganisationKind, User
from cpd.accounts.roles import EXTERNAL, SOLE, STAFF, Role
from cpd.rules import NotAllowed

FROM_OUTSIDE = frozenset({Role.ASSESSOR, Role.MODERATOR, Role.BOARD})
LONGEST_FROM_OUTSIDE = timedelta(days=731)


def check_can_appoint(by: User | None, person: User, role: Role) -> None:
    if by is not None and by.pk == person.pk and role != Role.LEARNER:
        raise NotAllowed("Nobody appoints themselves. Ask another administrator.")


def check_can_invite(by: User | None, email: str, role: Role, today: date, until: date | None = None) -> None:
    if by is None or role not in STAFF:
        return
    if by.email == email:
        raise NotAllowed("Nobody appoints themselves. Ask another administrator.")
    if by.holds(Role.ADMINISTRATOR, on=today):
        return
    # Somebody from outside who judges for a while is invited by whoever runs the cohort; nobody else is.
    if role not in FROM_OUTSIDE or not by.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("Only an administrator invites people who work here.")
    if until is None or not today <= until <= today + LONGEST_FROM_OUTSIDE:
        raise NotAllowed("Say until when: somebody from outside is appointed for at most two years.")


def check_account_is_open(person: User | None) -> None:
    if person is not None and not person.is_active:
        raise NotAllowed("The account of this address is closed. An administrator can open it again.")


def check_can_end(appointment: Appointment, today: date) -> None:
    if appointment.ended_at is not None or (appointment.ends_on is not None and appointment.ends_on < today):
        raise NotAllowed("This appointment has already ended.")
    others = Appointment.objects.filter(role=appointment.role).in_force(today).exclude(person=appointment.person_id)
    if appointment.role in SOLE and not others.filter(person__is_active=True).exists():
        label = Role(appointment.role).label.lower()
        raise NotAllowed(f"This is the only {label}. Appoint another first, then end this one.")


def check_organisation_fits(role: Role, kind: str) -> None:
    fitting = {OrganisationKind.UNIVERSITY if role in EXTERNAL else OrganisationKind.PROVIDER}
    if role == Role.BOARD:
        # A board needs somebody who speaks for the university (BRD-1).
        fitting.add(OrganisationKind.UNIVERSITY)
    if kind not in fitting:
        raise NotAllowed(
            "Auditors are appointed at a university, board members there or at the provider, everybody else at the provider."
        )


def check_can_accept(by: User | None, person: User | None) -> None:
    """A link alone opens a new account; whoever has one already proves it by signing in."""
    if person is not None and person.has_usable_password() and (by is None or by.pk != person.pk):
        raise NotAllowed("There is an account for this invitation. Sign in to it first, then open the link again.")


def check_can_close(by: User, person: User, today: date) -> None:
    if not person.is_active:
        raise NotAllowed("This account is already closed.")
    if by.pk == person.pk:
        raise NotAllowed("Nobody closes their own account here. Ask another administrator.")
    if person.appointments.in_force(today).exclude(role=Role.LEARNER).exists():
        raise NotAllowed(
            "This person still holds an appointment. End it first, so that their work goes to somebody else."
        )


def check_can_reopen(by: User, person: User) -> None:
    if person.is_active:
        raise NotAllowed("This account is open.")
    if by.pk == person.pk:
        raise NotAllowed("Ask another administrator.")


def check_can_address(by: User, person: User, email: str) -> None:
    if by.pk == person.pk:
        raise NotAllowed("Change your own address under “Sign-in and security”.")
    taken = User.objects.filter(email=email).exclude(pk=person.pk).exists()
    if taken or EmailAddress.objects.filter(email__iexact=email).exclude(user=person.pk).exists():
        raise NotAllowed("Another account uses this address. Nothing was changed.")


def has_joined(person: User) -> bool:
    """Whether this account was ever opened by its owner: before that, no code and no new password lets anybody in."""
    if person.confirmed_at is not None or person.is_demonstration:
        return True
    return Invitation.objects.filter(person=person, state=InvitationState.ACCEPTED).exists()
