"""Who may do what to a cohort and an enrolment, and when."""

from datetime import date

from courses.accreditation.models import Accreditation, AccreditedVersion
from courses.catalogue.models import ModuleVersion
from courses.catalogue.states import VersionState
from courses.delivery.models import Cohort, Enrolment
from courses.delivery.states import ENROLMENT_MOVES, CohortState, EnrolmentState
from cpd.accounts.models import User
from cpd.rules import NotAllowed


def check_can_plan(version: ModuleVersion, accreditation: Accreditation, starts_on: date) -> None:
    if version.state != VersionState.PUBLISHED:
        raise NotAllowed("This module version is not open to new enrolments. Choose the newest published version.")
    if not AccreditedVersion.objects.filter(accreditation=accreditation, version=version).exists():
        raise NotAllowed("The accreditation does not cover this module version. Add the version to it first.")
    if not accreditation.starts_on <= starts_on <= accreditation.ends_on:
        raise NotAllowed("The accreditation is not in force on the day the cohort starts.")


def check_can_offer(cohort: Cohort) -> None:
    if cohort.state == CohortState.CLOSED:
        raise NotAllowed("This cohort is closed. Nobody can be added to it.")


def check_can_accept(person: User, enrolment: Enrolment, today: date) -> None:
    if enrolment.learner_id != person.pk:
        raise NotAllowed("This place was offered to somebody else.")
    if enrolment.state != EnrolmentState.OFFERED:
        raise NotAllowed("This place is already taken up, or was cancelled.")
    accreditation = enrolment.cohort.accreditation
    if not accreditation.starts_on <= today <= accreditation.ends_on:
        raise NotAllowed(
            "The accreditation of this module is not in force today, so you cannot enrol yet. Your coordinator can help."
        )


def check_can_move(enrolment: Enrolment, to: EnrolmentState) -> None:
    if to not in ENROLMENT_MOVES[EnrolmentState(enrolment.state)]:
        current = EnrolmentState(enrolment.state).label.lower()
        raise NotAllowed(f"This is not possible: the enrolment is “{current}”.")
