"""What pages of intake, incidents and concerns show."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from assessments.confidentiality.copies import copies_of
from assessments.confidentiality.models import (
    EmergencyOpening,
    Incident,
    IntakeDecision,
    IntakeOpening,
    Place,
    SafeguardingConcern,
    UnusualReading,
)
from assessments.confidentiality.states import Intake
from assessments.portfolios.models import Submission
from assessments.portfolios.reading import DOWNLOAD
from assessments.portfolios.states import Because, SubmissionState
from cpd.accounts.away.models import KeptAway
from cpd.accounts.away.queries import find_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.models import Entry


def list_leads(learner_id: UUID, today: date) -> list[User]:
    """The safeguarding leads who may know of this learner: not she herself, and nobody whom she keeps away."""
    leads = [lead for lead in User.objects.holding(Role.SAFEGUARDING, on=today) if lead.pk != learner_id]
    away = {person for _, person in find_kept_away(leads, [learner_id])}
    return [lead for lead in leads if lead.pk not in away]


@dataclass(frozen=True)
class OpenedBy:
    """One person's openings of an item for one purpose."""

    who: str
    because: str
    times: int
    downloads: int
    first_at: datetime
    last_at: datetime


def list_waiting(person: User) -> QuerySet[Submission]:
    """What waits for intake, the oldest first, and whether this person has opened it."""
    opened = IntakeOpening.objects.filter(
        submission=OuterRef("pk"), manifest_digest=OuterRef("manifest_digest"), opened_by=person
    )
    returned = IntakeDecision.objects.filter(submission=OuterRef("pk"), decision=Intake.RETURNED)
    return (
        Submission.objects.at(SubmissionState.SUBMITTED)
        .seen_by(person)
        .select_related("portfolio__enrolment__version__module", "portfolio__enrolment__cohort")
        .defer("manifest")
        .annotate(is_opened=Exists(opened), is_corrected=Exists(returned))
        .order_by("submitted_at", "pk")
    )


def get_submission(submission_id) -> QuerySet[Submission]:
    """The one submission with all that an intake page names; never its learner."""
    return Submission.objects.filter(pk=submission_id).select_related(
        "portfolio__enrolment__version__module", "portfolio__enrolment__cohort"
    )


def list_decisions(submission: Submission) -> QuerySet[IntakeDecision]:
    """What intake decided about this submission, the newest first."""
    return (
        submission.intake_decisions.select_related("decided_by")
        .prefetch_related("places__item")
        .order_by("-decided_at")
    )


def list_places(submission: Submission) -> list[Place]:
    """Where the learner should correct something, from the newest return."""
    decision = submission.intake_decisions.filter(decision=Intake.RETURNED).order_by("-decided_at").first()
    return list(decision.places.select_related("item__task").order_by("item__label", "pk")) if decision else []


def list_incidents(person: User) -> QuerySet[Incident]:
    """Every incident but those of her own portfolio and of learners who keep her away, the open ones first."""
    return (
        Incident.objects.filter(item__submission__in=Submission.objects.seen_by(person))
        .exclude(item__submission__portfolio__enrolment__learner=person)
        .select_related("item__submission", "item__task", "opened_by", "purged_by", "closed_by", "report_decided_by")
        .order_by(F("closed_at").desc(nulls_first=True), "-opened_at")
    )


def list_openings_of(incident: Incident) -> list[OpenedBy]:
    """Who opened the item, in any attempt, before it was locked away: the people to ask what they still have."""
    copies = [str(copy.pk) for copy in copies_of(incident.item)]
    entries = (
        Entry.objects.filter(subject_id__in=copies, name="evidence.opened", at__lte=incident.opened_at)
        .exclude(detail__because=Because.OWN.value)
        .order_by("at", "pk")
    )
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.actor_id, entry.detail.get("because", "")), []).append(entry)
    people = {str(person.pk): person for person in User.objects.filter(pk__in={actor for actor, _ in found if actor})}
    return [
        OpenedBy(
            who=str(people.get(actor, "The holder of a manager’s link")),
            because=Because(because).label,
            times=len(run),
            downloads=sum(entry.detail.get("how") == DOWNLOAD for entry in run),
            first_at=run[0].at,
            last_at=run[-1].at,
        )
        for (actor, because), run in found.items()
    ]


def list_concerns(person: User) -> QuerySet[SafeguardingConcern]:
    """Every concern but those about this person, the open ones first and among them the one due soonest."""
    return (
        SafeguardingConcern.objects.exclude(submission__portfolio__enrolment__learner=person)
        .exclude(submission__isnull=True, raised_by=person)
        .filter(Q(submission__isnull=True) | Q(submission__in=Submission.objects.seen_by(person)))
        .exclude(submission__isnull=True, raised_by__in=KeptAway.objects.naming(person).values("learner"))
        .select_related("submission", "raised_by", "owner", "closed_by")
        .order_by(F("closed_at").desc(nulls_first=True), "due_at", "pk")
    )


def list_readings(person: User) -> QuerySet[UnusualReading]:
    """Unusual reading by others, what nobody has looked at first."""
    return (
        UnusualReading.objects.exclude(person=person)
        .filter(Q(submission__isnull=True) | Q(submission__in=Submission.objects.seen_by(person)))
        .select_related("person", "submission", "looked_at_by")
        .order_by(F("looked_at").desc(nulls_first=True), "-first_at", "pk")
    )


def list_emergencies(person: User) -> QuerySet[EmergencyOpening]:
    """What was opened in an emergency, the newest first; nothing of this person's own work."""
    return (
        EmergencyOpening.objects.filter(submission__in=Submission.objects.seen_by(person))
        .exclude(submission__portfolio__enrolment__learner=person)
        .select_related("submission", "opened_by")
        .order_by("-opened_at", "pk")
    )
