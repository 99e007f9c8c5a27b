"""Who may record what of whose standing, and when."""

from datetime import date

from assessments.standing.models import DeclaredInterest, StandingFact
from assessments.standing.states import OWN_WORD, Fact
from courses.catalogue.models import Module
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

JUDGING = (Role.ASSESSOR, Role.MODERATOR, Role.BOARD)


def check_can_record(by: User, person: User, kind: str, module: Module | None, happened_on: date, today: date) -> None:
    if kind in OWN_WORD:
        raise NotAllowed("They declare this themselves, on their own page.")
    if by.pk == person.pk:
        raise NotAllowed("Nobody vouches for themselves. Ask another coordinator to look at the papers.")
    if not by.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("Only a coordinator records what an assessor has shown.")
    if happened_on > today:
        raise NotAllowed("This day is in the future. Record it when it has happened.")
    if module is not None and kind != Fact.STANDARDISATION:
        raise NotAllowed("Only a standardisation is of one module.")


def check_can_withdraw(by: User, fact: StandingFact, today: date) -> None:
    if not by.holds(Role.COORDINATOR, on=today) or by.pk == fact.person_id:
        raise NotAllowed("Only another person who is a coordinator takes this off the record.")
    if fact.kind in OWN_WORD:
        raise NotAllowed("What they declared themselves stays as they said it.")


def check_can_declare(by: User, today: date) -> None:
    if not any(by.holds(role, on=today) for role in JUDGING):
        raise NotAllowed("Interests are declared by assessors, moderators and board members.")


def check_can_declare_interest(by: User, name_key: str, email: str, organisation_key: str, today: date) -> None:
    check_can_declare(by, today)
    if not (name_key or email or organisation_key):
        raise NotAllowed("Name the person or the organisation.")


def check_can_end_interest(by: User, interest: DeclaredInterest) -> None:
    if interest.person_id != by.pk:
        raise NotAllowed("Only the person who declared it can end it.")


def check_can_set_availability(by: User, person: User, today: date) -> None:
    if by.pk != person.pk and not by.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("Only the person, or a coordinator, says how much they can take on.")
