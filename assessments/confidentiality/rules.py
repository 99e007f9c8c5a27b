"""Who may open a submission for intake, decide on it, and deal with incidents and concerns."""

from datetime import date

from assessments.confidentiality.models import Incident, IntakeOpening, SafeguardingConcern
from assessments.confidentiality.states import CASE_MOVES, CaseState, Slip
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.places import UnknownPlace, write_place
from assessments.portfolios.states import ItemState, SubmissionState
from courses.delivery.models import CohortRole, CohortStaff, Enrolment
from cpd.accounts.away.queries import find_kept_away
from cpd.accounts.away.rules import check_is_not_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

LONGEST_NOTE = 1000


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


def check_can_quarantine(person: User, item: EvidenceItem, kind: str, today: date) -> None:
    check_can_decide(person, item.submission, today)
    if item.state != ItemState.PRESENT:
        raise NotAllowed(f"{item.label} is not part of this submission any more.")
    if kind not in Slip:
        raise NotAllowed("Choose what identifies somebody.")


def check_can_read(person: User, submission: Submission, today: date) -> None:
    """Reading at intake: the same people, while it waits, once they have said why."""
    check_can_decide(person, submission, today)


def check_can_purge(person: User, incident: Incident, today: date) -> None:
    _check_is_lead(person, today)
    _check_is_not_own(person, incident.item.submission)
    if incident.purged_at:
        raise NotAllowed("This item is destroyed already; the receipt is below.")


def check_can_close_incident(person: User, incident: Incident, outcome: str, today: date) -> None:
    _check_is_lead(person, today)
    _check_is_not_own(person, incident.item.submission)
    if CaseState.CLOSED not in CASE_MOVES[CaseState(incident.state)]:
        raise NotAllowed("This incident is closed already.")
    if not incident.purged_at:
        raise NotAllowed("Destroy the item first: an incident is closed only when nobody can be identified any more.")
    if not outcome.strip():
        raise NotAllowed("Say how the incident ended.")


def check_can_raise(person: User, note: str, today: date) -> None:
    if not set(person.roles(on=today)) - {Role.LEARNER}:
        raise NotAllowed("A concern about a portfolio is raised by the people who work on it.")
    if not note.strip():
        raise NotAllowed("Write a short, factual note.")
    if len(note) > LONGEST_NOTE:
        raise NotAllowed(f"The note is longer than {LONGEST_NOTE} characters. Keep to what is needed to act.")


def check_somebody_else_leads(leads: list[User], submission: Submission) -> None:
    """A concern that only its own subject would read is worse than none: whoever raises it believes it is dealt with."""
    learner_id = submission.portfolio.enrolment.learner_id
    away = {person for _, person in find_kept_away(leads, [learner_id])}
    if leads and all(lead.pk in {learner_id, *away} for lead in leads):
        raise NotAllowed("No other safeguarding lead could read this. Speak to an administrator today.")


def check_can_close_concern(person: User, concern: SafeguardingConcern, action_taken: str, today: date) -> None:
    _check_is_lead(person, today)
    _check_is_not_own(person, concern.submission)
    if CaseState.CLOSED not in CASE_MOVES[CaseState(concern.state)]:
        raise NotAllowed("This concern is closed already.")
    if not action_taken.strip():
        raise NotAllowed("Say what was done, and whom you told.")


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


def _check_is_lead(person: User, today: date) -> None:
    if not person.holds(Role.SAFEGUARDING, on=today):
        raise NotAllowed("Only a safeguarding lead deals with incidents and concerns.")


def _check_is_not_own(person: User, submission: Submission) -> None:
    if submission.portfolio.enrolment.learner_id == person.pk:
        raise NotAllowed("This is about your own portfolio, so another safeguarding lead has to deal with it.")
    check_is_not_kept_away(person, submission.portfolio.enrolment.learner_id)
