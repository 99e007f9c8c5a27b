"""Who may open a visit, read in it, and invite to one."""

from datetime import date

from assessments.audit.models import Visit
from assessments.audit.states import VISIT_MOVES, VisitState
from assessments.marking.conflicts import gather
from assessments.portfolios.models import Submission
from courses.accreditation.models import Accreditation
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

LONGEST = 120


def check_can_visit(person: User, accreditation: Accreditation, on: date) -> None:
    appointments = person.appointments.in_force(on).filter(role=Role.AUDITOR, organisation=accreditation.university_id)
    if not person.is_active or not appointments.exists():
        raise NotAllowed("You are not appointed today as an auditor of the university of this accreditation.")


def check_can_move(visit: Visit, to: VisitState) -> None:
    if to not in VISIT_MOVES[VisitState(visit.state)]:
        raise NotAllowed(f"This is not possible: the visit is “{VisitState(visit.state).label.lower()}”.")


def check_is_hers(person: User, visit: Visit) -> None:
    if not Visit.objects.of(person).filter(pk=visit.pk).exists():
        raise NotAllowed("This visit is somebody else's.")


def check_is_independent(declared: bool) -> None:
    """EE-3: nobody audits what they had a hand in."""
    if not declared:
        raise NotAllowed("Declare that you are independent of this provider. Without it the visit cannot be opened.")


def check_can_invite_to_visit(person: User, working_days: int, on: date) -> None:
    if not person.holds(Role.ADMINISTRATOR, on=on):
        raise NotAllowed("An administrator invites the university.")
    if not 1 <= working_days <= LONGEST:
        raise NotAllowed(f"A visit lasts between 1 and {LONGEST} working days.")


def check_can_read(person: User, visit: Visit, on: date) -> None:
    check_can_visit(person, visit.accreditation, on)
    if visit.auditor_id != person.pk or not visit.is_reading(on):
        raise NotAllowed(
            "The evidence of this visit is closed. Your findings, the report and the replies stay open to you."
        )


def check_can_read_story(person: User, visit: Visit, enrolment: Enrolment, on: date) -> None:
    """Nobody audits their own work, or that of somebody near to them; the sentence does not say how near."""
    check_can_read(person, visit, on)
    submission = Submission.objects.filter(portfolio__enrolment=enrolment).first()
    ties = gather([person], [submission]).between(person, submission) if submission else []
    if enrolment.learner_id == person.pk or any(tie.is_bar for tie in ties):
        raise NotAllowed("You stand too near to this candidate. Somebody else from the university has to look at it.")
