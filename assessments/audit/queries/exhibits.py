"""The index of the evidence room: what is there, what is missing and who brings it, and what she has looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Exists, QuerySet

from assessments.audit.exhibits.catalogue import EXHIBITS
from assessments.audit.exhibits.contents import Exhibit, Need, Scope
from assessments.audit.models import ProvidedDocument, Report
from assessments.audit.states import DocumentKind
from assessments.boards.models import Board, Decision, Minutes
from assessments.boards.states import MinutesState, Result
from assessments.evaluations.models import Opening
from assessments.marking.models import Mark
from assessments.marking.states import MarkState
from assessments.moderation.models import Sample, SampledMark
from assessments.moderation.states import SampleState
from assessments.standardisation.models import Exercise
from assessments.standardisation.states import ExerciseState
from courses.delivery.models import CohortStaff
from cpd.history.models import Checkpoint

PATH = "portfolio__enrolment"


class Status(StrEnum):
    MISSING = "Missing"
    PROVIDED = "Provided"
    REVIEWED = "Reviewed"


@dataclass(frozen=True)
class Line:
    """One exhibit on the index."""

    exhibit: Exhibit
    missing: list[Need]
    reviewed_at: datetime | None

    @property
    def status(self) -> Status:
        if self.reviewed_at:
            return Status.REVIEWED
        return Status.MISSING if self.missing else Status.PROVIDED

    @property
    def lacking(self) -> list[tuple[str, str]]:
        """What is missing in words, by who brings it."""
        found: dict[str, list[str]] = {}
        for need in self.missing:
            found.setdefault(need.who, []).append(need.words)
        return [(who, "; ".join(words)) for who, words in found.items()]

    @property
    def tone(self) -> str:
        return {Status.REVIEWED: "ok", Status.PROVIDED: "info", Status.MISSING: ""}[self.status]


def list_index(scope: Scope) -> list[Line]:
    """All 18, in a constant number of queries."""
    signs = _signs(scope)
    reviewed = dict(scope.visit.reviews.values_list("number", "reviewed_at"))
    return [
        Line(exhibit, [need for need in exhibit.needs if not signs[need.sign]], reviewed.get(exhibit.number))
        for exhibit in EXHIBITS
    ]


def get_line(scope: Scope, number: int) -> Line:
    return next(line for line in list_index(scope) if line.exhibit.number == number)


def documents_of(exhibit: Exhibit, scope: Scope) -> QuerySet[ProvidedDocument]:
    """What the provider brought for one exhibit, the newest of a kind first."""
    rows = scope.documents.filter(kind__in=exhibit.kinds).select_related("file")
    return rows.order_by("kind", "title", "-provided_at", "pk")


def list_provided() -> QuerySet[ProvidedDocument]:
    """Everything that the provider brought, for its own page; what was withdrawn comes last."""
    rows = ProvidedDocument.objects.select_related("accreditation", "provided_by", "file")
    return rows.order_by("withdrawn_at", "kind", "-provided_at", "pk")


def _signs(scope: Scope) -> Mapping[str, bool]:
    """Whether each thing is there that an exhibit needs: one query for all of them, and one for the documents."""
    cohorts = scope.cohort_ids
    ratified = scope.inside(Decision.objects.filter(paper__board__ratified_at__isnull=False), f"submission__{PATH}")
    read = SampledMark.objects.exclude(verdict="")
    agreement = scope.visit.accreditation
    signed = Report.objects.filter(
        signed_at__isnull=False,
        visit__accreditation__reference=agreement.reference,
        visit__accreditation__university=agreement.university_id,
    )
    wanted = {
        "staff": CohortStaff.objects.filter(cohort__in=cohorts),
        "candidates": scope.enrolments,
        "marks": scope.inside(Mark.objects.filter(state=MarkState.FINAL), f"submission__{PATH}"),
        "samples": Sample.objects.filter(cohort__in=cohorts),
        "read": scope.inside(read, f"mark__submission__{PATH}"),
        "reports": Sample.objects.filter(cohort__in=cohorts, state=SampleState.CONFIRMED),
        "exercises": Exercise.objects.filter(
            submission__portfolio__enrolment__version__in=[version.pk for version in scope.versions],
            state=ExerciseState.CLOSED,
        ),
        "ratified": Board.objects.filter(cohort__in=cohorts, ratified_at__isnull=False),
        "minutes": Minutes.objects.filter(board__cohort__in=cohorts, state=MinutesState.CONFIRMED),
        "examined": signed,
        "evaluated": Opening.objects.filter(cohort__in=cohorts, number__isnull=False),
        "passes": ratified.filter(result=Result.PASS, superseded_by__isnull=True),
        "checkpoint": Checkpoint.objects.all(),
    }
    found = (
        type(scope.visit)
        .objects.filter(pk=scope.visit.pk)
        .annotate(**{f"has_{sign}": Exists(rows) for sign, rows in wanted.items()})
        .values(*(f"has_{sign}" for sign in wanted))
        .get()
    )
    brought = set(scope.documents.order_by().values_list("kind", flat=True).distinct())
    signs = {sign: bool(found[f"has_{sign}"]) for sign in wanted} | {"cohorts": bool(cohorts)}
    signs["examined"] = signs["examined"] or DocumentKind.EXAMINER_REPORT in brought
    signs["evaluated"] = signs["evaluated"] or DocumentKind.EVALUATIONS in brought
    return signs | {kind.value: kind.value in brought for kind in DocumentKind}
