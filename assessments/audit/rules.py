"""Who may open a visit and read in it."""

from datetime import date

from assessments.audit.models import Visit
from assessments.marking.conflicts import gather
from assessments.portfolios.models import Submission
from courses.accreditation.models import Accreditation
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

MAX_WORKING_DAYS = 20


def check_can_visit(person: User, accreditation: Accreditation, on: date) -> None:
    appointments = person.appointments.in_force(on).filter(role=Role.AUDITOR, organisation=accreditation.university_id)
    if not person.is_active or not appointments.exists():
        raise NotAllowed("You are not appointed today as an auditor of the university of this accreditation.")


def check_can_read(person: User, accreditation: Accreditation, on: date) -> None:
    check_can_visit(person, accreditation, on)
    if not Visit.objects.open_for(person, on).filter(accreditation=accreditation).exists():
        raise NotAllowed("Open a visit first and say what it is for. What you open is then on record, as it should be.")


def check_can_read_story(person: User, enrolment: Enrolment, on: date) -> None:
    """Nobody audits their own work, or that of somebody near to them; the sentence does not say how near."""
    check_can_read(person, enrolment.accreditation, on)
    submission = Submission.objects.filter(portfolio__enrolment=enrolment).first()
    ties = gather([person], [submission]).between(person, submission) if submission else []
    if enrolment.learner_id == person.pk or any(tie.is_bar for tie in ties):
        raise NotAllowed("You stand too near to this candidate. Somebody else from the university has to look at it.")
