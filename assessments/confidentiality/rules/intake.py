"""Who may open a submission for intake, decide on it, and lock one of its items away."""

from datetime import date

from assessments.confidentiality.models import IntakeOpening
from assessments.confidentiality.states import Slip
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.places import UnknownPlace, write_place
from assessments.portfolios.states import Because, ItemState, SubmissionState
from courses.delivery.models import CohortRole, CohortStaff, Enrolment
from cpd.accounts.away.rules import check_is_not_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

FOUND_AT = (
    Because.MARKING,
    Because.MODERATION,
    Because.STANDARDISATION,
    Because.BOARD,
    Because.AUDIT,
    Because.EMERGENCY,
)


def check_can_do_intake(person: User, submission: Submission, today: date) -> None:
    """Somebody appointed for it, who is far enough from the learner and will not judge the work."""
    is_lead = person.holds(Role.SAFEGUARDING, on=today)
    if not is_lead and not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("Intake is for coordinators and safeguarding leads.")
    enrolment = submission.portfolio.enrolment
    _check_is_far_enough(person, enrolment)
    posts = list(CohortStaff.objects.filter(cohort=enrolment.cohort_id).values_list("person", "role"))
    own = {role for holder, role in posts if holder == person.pk}
    if own & {CohortRole.TUTOR, CohortRole.ASSESSOR}:
        raise NotAllowed("You teach or assess this cohort, so somebody else has to do its intake.")
    if Submission.objects.filter(portfolio=submission.portfolio_id, allocations__assessor=person).exists():
        raise NotAllowed("You are or were the assessor of this portfolio, so somebody else has to do its intake.")
    has_intake_staff = any(role == CohortRole.INTAKE for _, role in posts)
    if has_intake_staff and not is_lead and CohortRole.INTAKE not in own:
        raise NotAllowed("Other people are named for the intake of this cohort.")


def check_can_open_for_intake(person: User, submission: Submission, reason: str, today: date) -> None:
    check_can_do_intake(person, submission, today)
    _check_waits(person, submission, today)
    if not reason.strip():
        raise NotAllowed("Say why you open this submission; the reason is kept.")


def check_can_decide(person: User, submission: Submission, today: date) -> None:
    check_can_do_intake(person, submission, today)
    _check_waits(person, submission, today)
    if not has_opened(person, submission):
        raise NotAllowed("Open the submission first, for a reason that is kept.")


def check_can_return(person: User, submission: Submission, places: list, today: date) -> None:
    check_can_decide(person, submission, today)
    if not places:
        raise NotAllowed("Name at least one place that the learner should correct.")
    for item, kind, place in places:
        if item.submission_id != submission.pk or item.state != ItemState.PRESENT:
            raise NotAllowed("One of these items is not part of this submission.")
        if kind not in Slip:
            raise NotAllowed("Choose what kind of slip it is.")
        try:
            write_place(place)
        except UnknownPlace as unknown:
            raise NotAllowed(str(unknown)) from unknown


def check_can_quarantine(person: User, item: EvidenceItem, kind: str, found_at: Because, today: date) -> None:
    """At intake whoever opened it; elsewhere whoever reads it there, which the caller has checked."""
    if found_at == Because.INTAKE:
        check_can_decide(person, item.submission, today)
    elif item.submission.portfolio.enrolment.learner_id == person.pk:
        raise NotAllowed("This is your own work. Take the item out yourself.")
    elif found_at not in FOUND_AT:
        raise NotAllowed("An item is locked away by somebody who reads it.")
    if item.state != ItemState.PRESENT:
        raise NotAllowed(f"{item.label} is not part of this submission any more.")
    if kind not in Slip:
        raise NotAllowed("Choose what identifies somebody.")


def check_can_read(person: User, submission: Submission, today: date) -> None:
    """Reading at intake: the same people, while it waits, once they have said why."""
    check_can_decide(person, submission, today)


def has_opened(person: User, submission: Submission) -> bool:
    """This person has opened this sealing of it; a submission that comes back has to be opened anew."""
    return IntakeOpening.objects.filter(
        submission=submission, manifest_digest=submission.manifest_digest, opened_by=person
    ).exists()


def _check_waits(person: User, submission: Submission, today: date) -> None:
    # A breach may be noticed only by the assessor: then the lead opens it again, to lock the item away.
    open_to_lead = submission.state == SubmissionState.ACCEPTED and person.holds(Role.SAFEGUARDING, on=today)
    if submission.state != SubmissionState.SUBMITTED and not open_to_lead:
        state = SubmissionState(submission.state).label
        raise NotAllowed(f"This submission does not wait for intake any more: it is “{state}”.")


def _check_is_far_enough(person: User, enrolment: Enrolment) -> None:
    learner = enrolment.learner
    if learner.pk == person.pk:
        raise NotAllowed("This is your own work, so somebody else has to do its intake.")
    check_is_not_kept_away(person, learner.pk)
    employers = {learner.employer_id, enrolment.employer_id} - {None}
    reports = person.pk == learner.manager_id or learner.pk == person.manager_id
    if person.employer_id in employers or reports or person.email == enrolment.manager_email.casefold():
        raise NotAllowed("You work with this learner, so somebody else has to do the intake.")
