"""Reads for the certificate pages and the public check."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from assessments.boards.models import Board, Decision
from assessments.boards.states import Result
from assessments.certificates.codes import clean, is_well_formed
from assessments.certificates.models import Award, Certificate
from assessments.certificates.states import AwardState, CertificateState
from assessments.portfolios.models import Submission
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.models import User


@dataclass(frozen=True)
class Answer:
    """What a stranger may learn from a code alone: never a name, an employer or a way to the next document."""

    certificate: Certificate
    status: str
    tone: str
    sentence: str

    @property
    def facts(self) -> dict:
        return self.certificate.facts

    @property
    def awarded_on(self) -> date:
        return self.certificate.award.awarded_on


@dataclass(frozen=True)
class Preview:
    """What a release will do, for one candidate."""

    candidate_number: str
    result: str
    follows: str


def find_certificate(typed: str) -> Certificate | None:
    """The certificate of a typed or scanned code; one that is still being made is not there yet."""
    code = clean(typed)
    if not is_well_formed(code):
        return None
    return (
        Certificate.objects.filter(code=code)
        .exclude(state__in=[CertificateState.OWED, CertificateState.HELD])
        .exclude(pdf__isnull=True)
        .select_related("award__decision__superseded_by")
        .first()
    )


def answer_for(certificate: Certificate) -> Answer:
    """The state of the award comes first, then that of the document."""
    award = certificate.award
    if award.state == AwardState.SUSPENDED or (award.state == AwardState.GRANTED and award.is_overruled):
        return Answer(
            certificate, "Suspended", "warn", "The award is under review. Please ask again later, or contact us."
        )
    if award.state != AwardState.GRANTED:
        label = AwardState(award.state).label
        return Answer(
            certificate, label, "danger", "This certificate no longer counts. Please contact us with questions."
        )
    if certificate.state == CertificateState.SUPERSEDED:
        sentence = "This document was replaced. That says nothing against the holder; ask them for the current one."
        return Answer(certificate, "Replaced", "neutral", sentence)
    return Answer(certificate, "Valid", "ok", "We issued this certificate and it is in force.")


def seen_by(person: User) -> QuerySet[Certificate]:
    """Without those of learners who keep this person away."""
    return Certificate.objects.filter(award__enrolment__in=Enrolment.objects.seen_by(person))


def list_certificates(person: User, *, held: bool) -> QuerySet[Certificate]:
    """Certificates for the coordinator, those that need a person first."""
    found = seen_by(person).select_related("award__enrolment__cohort", "award__enrolment__version__module")
    if held:
        found = found.filter(state=CertificateState.HELD)
    return found.order_by("-owed_at", "pk")


def cohorts_with_enrolments() -> list[Cohort]:
    """Cohorts to choose from, the newest first."""
    return list(Cohort.objects.filter(enrolments__isnull=False).distinct().order_by("-starts_on", "code"))


def in_force(cohort: Cohort, person: User) -> list[Certificate]:
    """The certificates of a cohort that may be handed out, in the order of candidate numbers, as this person may see them."""
    found = seen_by(person).filter(
        award__enrolment__cohort=cohort, state=CertificateState.ISSUED, award__state=AwardState.GRANTED
    )
    return list(found.select_related("pdf", "award__enrolment").order_by("award__enrolment__candidate_number"))


def awards_of(learner: User) -> QuerySet[Award]:
    return (
        Award.objects.filter(enrolment__learner=learner)
        .select_related("enrolment__version__module", "accreditation__university")
        .prefetch_related("certificates")
        .order_by("-awarded_on")
    )


FOLLOWS = {
    Result.PASS: "An award, and a certificate within moments",
    Result.REFER: "Feedback, and a new draft for what is not yet met",
    Result.DEFER: "Feedback; no attempt is used",
    Result.FAIL: "Feedback; no further attempt",
}


class Previews:
    """Who will get what, by candidate number, read page by page."""

    def __init__(self, decisions: QuerySet[Decision]) -> None:
        self.decisions = decisions

    def __len__(self) -> int:
        return self.decisions.count()

    def __getitem__(self, part: slice) -> list[Preview]:
        return [
            Preview(row.paper.candidate_number, row.get_result_display(), FOLLOWS[Result(row.result)])
            for row in self.decisions[part]
        ]


def preview_release(board: Board, person: User) -> Previews:
    """Who will get what; but for this person's own result, and of learners who keep this person away."""
    return Previews(_to_release(board, person).select_related("paper").order_by("paper__candidate_number"))


def count_release(board: Board, person: User) -> list[tuple[str, int]]:
    """How many get which result."""
    counts = dict(_to_release(board, person).order_by().values_list("result").annotate(number=Count("pk")))
    return [(result.label, counts[result]) for result in Result if counts.get(result)]


def _to_release(board: Board, person: User) -> QuerySet[Decision]:
    standing = Decision.objects.filter(paper__board=board, paper__withdrawn_at__isnull=True, superseded_by__isnull=True)
    mine = standing.exclude(submission__portfolio__enrolment__learner=person)
    return mine.filter(submission__in=Submission.objects.seen_by(person))
