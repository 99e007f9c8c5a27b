"""Enrolments as a coordinator looks for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from courses.delivery.candidates import same_code
from courses.delivery.models import Cohort, Enrolment
from courses.delivery.states import EnrolmentState
from cpd.accounts.models import Invitation, InvitationState, User
from cpd.accounts.roles import Role
from cpd.history.models import Entry

WORDS = {
    "enrolment.offered": "A place was offered",
    "enrolment.invited": "An invitation was asked for",
    "enrolment.accepted": "The place was taken up",
    "enrolment.started": "The cohort started",
    "enrolment.interrupted": "A break began",
    "enrolment.resumed": "The break ended",
    "enrolment.withdrawn": "Withdrawn",
    "enrolment.lapsed": "The longest registration passed",
    "enrolment.cancelled": "Cancelled as entered in error",
    "enrolment.completed": "Completed",
    "enrolment.access_needs_stated": "Access needs were stated",
    "enrolment.employer_changed": "Employer or manager changed",
    "enrolment.calendar_renewed": "The calendar got a new address",
}


def find_enrolments(cohort: Cohort, person: User, *, state: str = "", words: str = "") -> QuerySet[Enrolment]:
    """The cohort's enrolments by family name; without a state, those entered in error stay out."""
    found = cohort.enrolments.seen_by(person).select_related("learner", "employer")
    found = found.filter(state=state) if state in EnrolmentState.values else found.current()
    for word in words.split()[:5]:
        found = found.filter(
            Q(learner__given_names__icontains=word)
            | Q(learner__family_name__icontains=word)
            | Q(learner__email__icontains=word)
            | Q(employer__name__icontains=word)
            | Q(candidate_number__iexact=word)
        )
    return found.order_by("learner__family_name", "learner__given_names", "pk")


def offered_places(cohort: Cohort, person: User) -> QuerySet[Enrolment]:
    """Places that nobody has taken up yet: those not yet invited first."""
    offered = (
        cohort.enrolments.seen_by(person).filter(state=EnrolmentState.OFFERED).select_related("learner", "employer")
    )
    return offered.order_by("invited_at", "learner__email")


def mail_of(enrolments: Iterable[Enrolment]) -> dict[str, Invitation]:
    """The open invitation of each of these people, by address: when its mail went, or why it did not."""
    addresses = [enrolment.learner.email for enrolment in enrolments]
    open_ones = Invitation.objects.filter(email__in=addresses, role=Role.LEARNER, state=InvitationState.WAITING)
    return {invitation.email: invitation for invitation in open_ones}


def find_offer(person: User, code: str) -> Enrolment | None:
    """The place of this person that the code opens; nobody else's code opens anything."""
    offers = Enrolment.objects.filter(learner=person, state=EnrolmentState.OFFERED).select_related(
        "cohort__version", "cohort__accreditation__university", "employer"
    )
    return next((offer for offer in offers if same_code(code, offer.code)), None)


@dataclass(frozen=True)
class Event:
    """One line of a timeline."""

    at: datetime
    title: str
    who: str
    body: str = ""


def get_timeline(enrolment: Enrolment) -> list[Event]:
    """What happened to an enrolment, newest first."""
    entries = list(Entry.objects.about(enrolment))
    people = User.objects.in_bulk([entry.actor_id for entry in entries if entry.actor_id])
    names = {str(pk): str(person) for pk, person in people.items()}
    return [
        Event(entry.at, WORDS.get(entry.name, entry.name), names.get(entry.actor_id, "The system"))
        for entry in reversed(entries)
    ]
