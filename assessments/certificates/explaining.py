"""Why an enrolment has a certificate, or why not, read for many in a constant number of queries."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from assessments.boards.models import Decision
from assessments.certificates.holds import open_breaches
from assessments.certificates.models import Award, Certificate, PlacedHold
from assessments.certificates.reasons import Fact, Known, state_facts
from assessments.certificates.reconciling import is_issuing_stopped
from assessments.certificates.states import LIVE, Hold
from assessments.portfolios.models import Submission
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.models import User


@dataclass(frozen=True)
class Explanation:
    """The answer for one enrolment: one sentence, and the rules in the order in which they are met."""

    enrolment: Enrolment
    facts: list[Fact]
    certificate: Certificate | None

    @property
    def is_issued(self) -> bool:
        return all(fact.holds for fact in self.facts)

    @property
    def sentence(self) -> str:
        if self.is_issued:
            return "Issued because every rule below is kept."
        first = next(fact for fact in self.facts if not fact.holds)
        return f"Not issued because {first.says[0].lower()}{first.says[1:]}"

    @property
    def tone(self) -> str:
        return "ok" if self.is_issued else "neutral"


def enrolments_of(cohort: Cohort, person: User) -> QuerySet[Enrolment]:
    """Everybody on a cohort but oneself."""
    return explainable(person).filter(cohort=cohort).order_by("candidate_number")


def explainable(person: User) -> QuerySet[Enrolment]:
    """Enrolments that may be explained to this person; their own result is not out before everybody's."""
    return (
        Enrolment.objects.seen_by(person)
        .current()
        .exclude(learner=person)
        .select_related("accreditation__university", "cohort")
    )


def explain(enrolments: Sequence[Enrolment]) -> list[Explanation]:
    """An explanation for each of these enrolments."""
    known = _read([enrolment.pk for enrolment in enrolments])
    return [
        Explanation(enrolment, list(_until_broken(state_facts(enrolment, known))), known.certificates.get(enrolment.pk))
        for enrolment in enrolments
    ]


def _until_broken(facts: Iterable[Fact]) -> Iterator[Fact]:
    """A rule behind one that is broken was not reached."""
    broken = False
    for fact in facts:
        yield Fact(fact.rule, "This was not reached.", None) if broken else fact
        broken = broken or not fact.holds


def _read(enrolments: list[UUID]) -> Known:
    submissions = Submission.objects.filter(portfolio__enrolment__in=enrolments).select_related("portfolio")
    decisions = (
        Decision.objects.filter(submission__portfolio__enrolment__in=enrolments, superseded_by__isnull=True)
        .select_related("paper__board", "submission__portfolio")
        .order_by("decided_at")
    )
    certificates = Certificate.objects.filter(award__enrolment__in=enrolments, state__in=LIVE).select_related("award")
    holds: dict[UUID, list[Hold]] = {}
    for enrolment in (
        open_breaches()
        .filter(item__submission__portfolio__enrolment__in=enrolments)
        .values_list("item__submission__portfolio__enrolment", flat=True)
    ):
        holds[enrolment] = [Hold.BREACH]
    for enrolment, kind in PlacedHold.objects.filter(enrolment__in=enrolments, lifted_at__isnull=True).values_list(
        "enrolment", "kind"
    ):
        holds.setdefault(enrolment, []).append(Hold(kind))
    return Known(
        submissions={
            row.portfolio.enrolment_id: row for row in submissions.defer("manifest").order_by("attempt", "draft_number")
        },
        decisions={row.submission.portfolio.enrolment_id: row for row in decisions},
        awards={row.enrolment_id: row for row in Award.objects.filter(enrolment__in=enrolments)},
        certificates={row.award.enrolment_id: row for row in certificates},
        holds=holds,
        is_stopped=is_issuing_stopped(),
    )
