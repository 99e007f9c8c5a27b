"""When an award may be granted, and who may correct a certificate or hold it back."""

from datetime import date

from assessments.boards.models import Decision
from assessments.boards.states import Result
from assessments.certificates.models import Certificate, PlacedHold
from assessments.certificates.states import AwardState, CertificateState
from assessments.portfolios.states import SubmissionState
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed


def check_can_grant(decision: Decision) -> None:
    """An award exists only for a released, ratified pass under an accreditation live on both days."""
    enrolment = decision.submission.portfolio.enrolment
    if decision.result != Result.PASS or hasattr(decision, "superseded_by"):
        raise NotAllowed("Only a standing decision of “pass” leads to an award.")
    if decision.submission.state not in (SubmissionState.RATIFIED, SubmissionState.RELEASED):
        raise NotAllowed("The board has not ratified this result.")
    held_on = decision.paper.board.held_on
    if not enrolment.accreditation.was_live_for(enrolment.enrolled_on, held_on):
        raise NotAllowed("The accreditation was not in force on the enrolment date and the board date.")


def check_can_correct(person: User, certificate: Certificate, today: date) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("A coordinator corrects the name on a certificate.")
    if certificate.award.enrolment.learner_id == person.pk:
        raise NotAllowed("This is your own certificate. Another coordinator has to do that.")
    if certificate.state not in (CertificateState.HELD, CertificateState.ISSUED):
        raise NotAllowed("Only a held or issued certificate can be corrected.")
    if certificate.award.state != AwardState.GRANTED:
        raise NotAllowed("The award does not stand, so no new certificate is made.")


def check_can_place_hold(person: User, enrolment: Enrolment, certificate: Certificate | None, today: date) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("A coordinator holds a certificate back.")
    if enrolment.learner_id == person.pk:
        raise NotAllowed("This is your own enrolment. Another coordinator has to do that.")
    if certificate and certificate.state == CertificateState.ISSUED:
        raise NotAllowed("The certificate is issued. Suspend the award instead: the public check shows that at once.")


def check_can_lift_hold(person: User, hold: PlacedHold, today: date) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("A coordinator lifts a hold.")
    if hold.enrolment.learner_id == person.pk:
        raise NotAllowed("This is your own enrolment. Another coordinator has to do that.")
