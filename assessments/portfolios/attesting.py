"""Who may be asked for a confirmation, where the address comes from, and when a link still works."""

from datetime import date, datetime, timedelta

from assessments.portfolios.models import Attestation, EvidenceItem, Submission
from assessments.portfolios.rules import check_can_change, check_can_work
from assessments.portfolios.states import AddressFrom, AttestationState, ItemState, SubmissionState
from courses.delivery.models import CohortStaff
from cpd.accounts.away.rules import check_is_not_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

ASKED_A_DAY = 20


def source_of(submission: Submission, email: str) -> tuple[AddressFrom, Attestation | None]:
    """Where an address comes from; for one that the learner typed also the time a coordinator confirmed it before."""
    enrolment = submission.portfolio.enrolment
    if email == enrolment.manager_email.strip().casefold():
        return AddressFrom.ENROLMENT, None
    earlier = Attestation.objects.filter(
        submission__portfolio=submission.portfolio_id,
        manager_email=email,
        employer=enrolment.employer_id,
        address_confirmed_at__isnull=False,
    ).order_by("address_confirmed_at")
    found = earlier.last()
    return (AddressFrom(found.address_from) if found else AddressFrom.LEARNER), found


def check_can_ask_manager(person: User, submission: Submission, item: EvidenceItem | None, email: str) -> None:
    if item is None:
        check_can_work(person, submission)
    else:
        check_can_change(person, submission, item)
    check_is_no_party(submission, email)


def check_is_no_party(submission: Submission, email: str) -> None:
    """Not the learner herself, nobody who judges or teaches the work, and no pair who vouch for each other (COI-1)."""
    enrolment = submission.portfolio.enrolment
    learner = enrolment.learner
    own = {learner.email, *learner.emailaddress_set.values_list("email", flat=True)}
    if email in {address.casefold() for address in own}:
        raise NotAllowed("You cannot confirm your own work. Give the work address of your manager or supervisor.")
    if CohortStaff.objects.filter(cohort=enrolment.cohort_id, person__email=email).exists():
        raise NotAllowed("This person works on your course, so they cannot confirm your evidence. Ask somebody else.")
    vouched = Attestation.objects.filter(
        manager_email__in=own, submission__portfolio__enrolment__learner__email=email
    ).exclude(state=AttestationState.CANCELLED)
    if vouched.exists():
        raise NotAllowed("You were asked to confirm this person’s own work, so they cannot confirm yours.")


def check_asks_seldom(submission: Submission, now: datetime) -> None:
    """A form that mails any address it is given must not be a way to pester somebody."""
    asked = submission.portfolio.submissions.filter(attestations__asked_at__gt=now - timedelta(days=1)).count()
    if asked >= ASKED_A_DAY:
        raise NotAllowed(f"You have asked {ASKED_A_DAY} times since this time yesterday. Ask again tomorrow.")


def check_can_check_address(person: User, attestation: Attestation, today: date) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("A coordinator confirms addresses that a learner typed.")
    if attestation.submission.portfolio.enrolment.learner_id == person.pk:
        raise NotAllowed("This is your own portfolio, so another coordinator has to confirm the address.")
    check_is_not_kept_away(person, attestation.submission.portfolio.enrolment.learner_id)
    if attestation.state != AttestationState.WAITING:
        state = AttestationState(attestation.state).label.lower()
        raise NotAllowed(f"This address does not wait any more: the request is now “{state}”.")


def check_can_answer(attestation: Attestation, now: datetime) -> None:
    if attestation.state == AttestationState.CANCELLED:
        raise NotAllowed("This request was cancelled. You do not need to do anything.")
    if attestation.state == AttestationState.WAITING:
        raise NotAllowed("This link is not in use yet.")
    if attestation.state != AttestationState.ASKED:
        raise NotAllowed("This link was used already: the answer is recorded. You do not need to do anything.")
    if has_changed_employer(attestation):
        raise NotAllowed("This link has ended, because the person who asked has changed employer.")
    if now > attestation.expires_at:
        raise NotAllowed("This link has expired. The person who asked you can send a new one.")
    if attestation.submission.state in (SubmissionState.VOID, SubmissionState.RELEASED):
        raise NotAllowed("This is no longer needed: the work it was about is finished.")
    if attestation.item and attestation.item.state != ItemState.PRESENT:
        raise NotAllowed("This is no longer needed: what it was about is not in the portfolio any more.")


def has_changed_employer(attestation: Attestation) -> bool:
    """The learner works somewhere else than when she asked, so whoever holds the link may answer no more."""
    return attestation.employer_id != attestation.submission.portfolio.enrolment.employer_id
