"""What a learner takes away: awards, certificates, CPD hours, and who opened her evidence."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from assessments.certificates.models import Award, Certificate
from assessments.certificates.queries import awards_of
from assessments.certificates.states import LIVE, TO_THE_HOLDER, Hold
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
class Row:
    """An award and the document that counts."""

    award: Award
    certificate: Certificate | None

    @property
    def why_it_waits(self) -> str:
        """Why a certificate is held, as its holder may know it."""
        return TO_THE_HOLDER[Hold(self.certificate.hold)] if self.certificate and self.certificate.hold else ""


@dataclass(frozen=True)
class Opening:
    """Somebody else opened an item of hers."""

    at: datetime
    label: str
    why: str


def get_rows(learner: User) -> list[Row]:
    rows = []
    for award in awards_of(learner):
        live = [certificate for certificate in award.certificates.all() if certificate.state in LIVE]
        rows.append(Row(award, live[0] if live else None))
    return rows


def total_hours(rows: list[Row]) -> Decimal:
    """CPD hours of awards that stand; never computed from credit."""
    return sum((row.award.enrolment.version.cpd_hours for row in rows if row.award.state == "granted"), Decimal(0))


def sessions_attended(learner: User) -> list[Attendance]:
    return list(
        Attendance.objects.filter(enrolment__learner=learner, was_present=True)
        .select_related("session")
        .order_by("-session__starts_at")
    )


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
