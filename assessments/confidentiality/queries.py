"""What pages of intake, incidents and concerns show."""

from django.db.models import Exists, F, OuterRef, QuerySet

from assessments.confidentiality.models import (
    Incident,
    IntakeDecision,
    IntakeOpening,
    Place,
    SafeguardingConcern,
)
from assessments.confidentiality.states import Intake
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from cpd.accounts.models import User


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
    """Every incident but those of learners who keep this person away, the open ones first."""
    seen = Incident.objects.filter(item__submission__in=Submission.objects.seen_by(person))
    return seen.select_related("item__submission", "opened_by").order_by(
        F("closed_at").desc(nulls_first=True), "-opened_at"
    )


def list_concerns(person: User) -> QuerySet[SafeguardingConcern]:
    """Every concern but those about this person's own portfolio, the open ones first."""
    return (
        SafeguardingConcern.objects.exclude(submission__portfolio__enrolment__learner=person)
        .filter(submission__in=Submission.objects.seen_by(person))
        .select_related("submission", "raised_by")
        .order_by(F("closed_at").desc(nulls_first=True), "-raised_at")
    )
