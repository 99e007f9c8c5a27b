"""Who may appoint, end and invite."""

from datetime import date

from cpd.accounts.models import Appointment, User
from cpd.accounts.roles import EXTERNAL, SOLE, Role
from cpd.rules import NotAllowed


def check_can_appoint(by: User | None, person: User, role: Role) -> None:
    if by is not None and by.pk == person.pk and role != Role.LEARNER:
        raise NotAllowed("Nobody appoints themselves. Ask another administrator.")


def check_can_end(appointment: Appointment, today: date) -> None:
    if appointment.ended_at is not None:
        raise NotAllowed("This appointment has already ended.")
    others = Appointment.objects.filter(role=appointment.role).in_force(today).exclude(person=appointment.person_id)
    if appointment.role in SOLE and not others.filter(person__is_active=True).exists():
        label = Role(appointment.role).label.lower()
        raise NotAllowed(f"This is the only {label}. Appoint another first, then end this one.")


def check_organisation_fits(role: Role, kind: str) -> None:
    if (role in EXTERNAL) != (kind == "university"):
        raise NotAllowed("Auditors are appointed at a university, everybody else at the provider.")
