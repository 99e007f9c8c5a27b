"""What stands on a learner's record beside her learning: sessions, and who opened her evidence."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from assessments.certificates.models import AwardChange
from assessments.portfolios.models import EvidenceItem
from courses.delivery.models import Attendance
from cpd.accounts.models import User
from cpd.history.models import Entry

# Why evidence was opened, as its owner reads it.
BECAUSE = {
    "intake": "to check that nobody can be identified",
    "marking": "to mark it",
    "moderation": "to check the marking",
    "audit": "in an audit by the university",
}


@dataclass(frozen=True)
class Opening:
    """Somebody else opened an item of hers."""

    at: datetime
    label: str
    why: str


def award_changes_of(learner: User) -> list[AwardChange]:
    """What was proposed or done to her awards, the newest first."""
    found = AwardChange.objects.of(learner).select_related("award__enrolment__version__module")
    return list(found.order_by("-proposed_at"))


def sessions_attended(learner: User) -> QuerySet[Attendance]:
    """The live sessions that she was at, the newest first."""
    present = Attendance.objects.filter(enrolment__learner=learner, was_present=True)
    return present.select_related("session").order_by("-session__starts_at")


def recent_openings(learner: User, limit: int = 50) -> list[Opening]:
    """The last openings of her evidence by others, newest first."""
    items = dict(
        EvidenceItem.objects.filter(submission__portfolio__enrolment__learner=learner).values_list("pk", "label")
    )
    labels = {str(pk): label for pk, label in items.items()}
    entries = (
        Entry.objects.filter(name="evidence.opened", subject_id__in=labels)
        .exclude(actor_id=str(learner.pk))
        .order_by("-pk")[:limit]
    )
    return [
        Opening(entry.at, labels[entry.subject_id], BECAUSE.get(entry.detail.get("because", ""), "for their work"))
        for entry in entries
    ]
