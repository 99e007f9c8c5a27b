"""Passages that learners keep for a reason: which of them wait, and which submissions need nobody to look at them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from assessments.confidentiality.models import IntakeDecision, IntakeOpening, PassageReview
from assessments.confidentiality.states import Intake, PassageVerdict
from assessments.portfolios.models import EvidenceItem, KeptPassage, Submission
from assessments.portfolios.passages import Passage, read_passage
from assessments.portfolios.states import ItemState, SubmissionState
from cpd.accounts.models import User

# Time to take it back, and for a second thought.
GRACE = timedelta(minutes=30)
PRESENT = Q(manifest_digest=F("submission__manifest_digest"))


@dataclass(frozen=True)
class Waiting:
    """One passage that waits for a lead, with the words around it."""

    row: KeptPassage
    passage: Passage


def waiting_passages() -> QuerySet[KeptPassage]:
    """Kept in the present sealing of what is submitted, and neither looked at nor the same as one that may stay."""
    stays = PassageReview.objects.filter(
        verdict=PassageVerdict.STAYS,
        passage__submission__portfolio=OuterRef("submission__portfolio"),
        passage__sign=OuterRef("sign"),
        passage__passage_sign=OuterRef("passage_sign"),
    )
    return KeptPassage.objects.filter(
        PRESENT, submission__state=SubmissionState.SUBMITTED, item__state=ItemState.PRESENT, review__isnull=True
    ).exclude(Exists(stays))


def list_submissions(person: User) -> QuerySet[Submission]:
    """What waits for a lead to read passages of it, the oldest first; nothing of her own."""
    waiting = waiting_passages().filter(submission=OuterRef("pk"))
    return (
        Submission.objects.at(SubmissionState.SUBMITTED)
        .seen_by(person)
        .filter(Exists(waiting))
        .exclude(portfolio__enrolment__learner=person)
        .annotate(places=Count("kept_passages", filter=Q(kept_passages__manifest_digest=F("manifest_digest"))))
        .defer("manifest")
        .order_by("submitted_at", "pk")
    )


def list_waiting_passages(submission: Submission) -> QuerySet[KeptPassage]:
    return (
        waiting_passages()
        .filter(submission=submission)
        .select_related("item", "submission")
        .order_by("item__added_at", "where", "start")
    )


def read_waiting(rows: list[KeptPassage], *, by: User, now: datetime) -> list[Waiting]:
    """The words of each and a little around them; every opening leaves its entry."""
    return [Waiting(row, read_passage(row, by=by, now=now)) for row in rows]


def find_clean(now: datetime) -> QuerySet[Submission]:
    """Submitted, checked, and nothing in it that a person has to look at.

    A picture needs eyes; what intake sent back before, or somebody has opened at intake, is theirs to decide.
    """
    pictured = EvidenceItem.objects.filter(submission=OuterRef("pk"), state=ItemState.PRESENT, has_pictures=True)
    kept = waiting_passages().filter(submission=OuterRef("pk"))
    opened = IntakeOpening.objects.filter(submission=OuterRef("pk"), manifest_digest=OuterRef("manifest_digest"))
    returned = IntakeDecision.objects.filter(submission=OuterRef("pk"), decision=Intake.RETURNED)
    return Submission.objects.at(SubmissionState.SUBMITTED).filter(
        ~Exists(pictured), ~Exists(kept), ~Exists(opened), ~Exists(returned), submitted_at__lte=now - GRACE
    )
