"""What pages of moderation show, and the marks a sample is drawn from."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.marking.models import Judgement, Mark
from assessments.marking.states import Outcome
from assessments.marking.states import Verdict as MarkVerdict
from assessments.moderation.models import PopulationItem, Sample, SampledMark, SampleReason
from assessments.moderation.sampling import Piece, Rule, draw
from assessments.moderation.states import Reason, Verdict
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.models import Cohort, CohortRole, CohortStaff
from cpd.accounts.models import User

COHORT = "submission__portfolio__enrolment__cohort"


@dataclass(frozen=True)
class Progress:
    """How far a sample is."""

    population: int
    size: int
    agreed: int
    queried: int
    sent_back: int

    @property
    def unread(self) -> int:
        return self.size - self.agreed - self.queried - self.sent_back

    @property
    def is_ready(self) -> bool:
        return not self.unread and not self.queried


@dataclass(frozen=True)
class Line:
    """One assessor in a sample: how many marks, how many in it, and how they came out."""

    assessor: str
    marked: int
    sampled: int
    passed: int


def list_unsampled(cohort: Cohort) -> list[Mark]:
    """The standing final marks of a cohort that no sample was drawn from."""
    return list(
        _standing()
        .filter(**{COHORT: cohort})
        .select_related("submission__portfolio__enrolment", "assessor")
        .order_by("pk")
    )


def pieces_of(marks: list[Mark]) -> list[Piece]:
    """What the draw looks at; final judgements never change, so the same marks give the same pieces for ever."""
    short = dict(
        Judgement.objects.filter(mark__in=marks)
        .exclude(verdict=MarkVerdict.MET)
        .order_by()
        .values_list("mark")
        .annotate(short=Count("pk"))
    )
    return [Piece(str(mark.pk), str(mark.assessor_id), short.get(mark.pk, 0)) for mark in marks]


def draw_again(sample: Sample) -> dict[str, list[Reason]]:
    """The draw of a stored sample from its stored rule, seed and population: what it was, however long ago."""
    marks = list(Mark.objects.filter(populations__sample=sample))
    return draw(pieces_of(marks), rule=Rule.read(sample.rule), seed=sample.seed)


def list_ready_cohorts(person: User) -> QuerySet[Cohort]:
    """Cohorts with marks that wait for a sample and that this moderator may draw, with their number."""
    named = CohortStaff.objects.filter(cohort=OuterRef("pk"), role=CohortRole.MODERATOR)
    standing = _standing().filter(submission=OuterRef("pk"))
    marked = Submission.objects.at(SubmissionState.MARKED).filter(Exists(standing)).order_by()
    ready = marked.filter(portfolio__enrolment__cohort=OuterRef("pk")).values("portfolio__enrolment__cohort")
    return (
        Cohort.objects.filter(pk__in=marked.values("portfolio__enrolment__cohort"))
        .filter(~Exists(named) | Exists(named.filter(person=person)))
        .select_related("version__module")
        .annotate(
            is_supplementary=Exists(Sample.objects.filter(cohort=OuterRef("pk"))),
            ready=Coalesce(Subquery(ready.annotate(number=Count("pk")).values("number")), 0),
        )
        .order_by("code")
    )


def list_samples(person: User) -> QuerySet[Sample]:
    """This moderator's samples, the open ones first."""
    return (
        Sample.objects.filter(moderator=person)
        .select_related("cohort__version__module")
        .annotate(
            size=Count("items"),
            reviewed=Count("items", filter=~Q(items__verdict="")),
        )
        .order_by(F("closed_at").desc(nulls_first=True), "-drawn_at")
    )


def list_items(sample: Sample) -> QuerySet[SampledMark]:
    """The sample by candidate number, with reasons and outcome."""
    return (
        sample.items.select_related("mark__assessor", "mark__submission__portfolio__enrolment")
        .prefetch_related(Prefetch("reasons", SampleReason.objects.order_by("pk")))
        .annotate(short=Count("mark__judgements", filter=~Q(mark__judgements__verdict=MarkVerdict.MET)))
        .order_by("mark__submission__portfolio__enrolment__candidate_number")
    )


def list_rest(sample: Sample) -> QuerySet[PopulationItem]:
    """What the sample was drawn from and does not hold."""
    return (
        sample.population_items.exclude(mark__in=sample.items.values("mark"))
        .select_related("mark__assessor", "mark__submission__portfolio__enrolment")
        .order_by("mark__submission__portfolio__enrolment__candidate_number")
    )


def get_progress(sample: Sample) -> Progress:
    sent_back = Q(sent_back_at__isnull=False)
    counts = sample.items.aggregate(
        size=Count("pk"),
        agreed=Count("pk", filter=Q(verdict=Verdict.AGREED)),
        queried=Count("pk", filter=Q(verdict=Verdict.QUERIED) & ~sent_back),
        sent_back=Count("pk", filter=sent_back),
    )
    return Progress(sample.population, **counts)


def list_lines(sample: Sample) -> list[Line]:
    """The assessors of the population, by name."""
    rows = (
        Mark.objects.filter(populations__sample=sample)
        .values("assessor")
        .annotate(
            marked=Count("pk", distinct=True),
            sampled=Count("samplings", filter=Q(samplings__sample=sample), distinct=True),
            passed=Count("pk", filter=Q(outcome=Outcome.PASS), distinct=True),
        )
    )
    people = User.objects.in_bulk([row["assessor"] for row in rows])
    lines = [Line(str(people[row["assessor"]]), row["marked"], row["sampled"], row["passed"]) for row in rows]
    return sorted(lines, key=lambda line: line.assessor)


def next_to_review(sample: Sample, *, after: SampledMark | None = None) -> SampledMark | None:
    """The next item without a verdict behind this one, else the first."""
    items = list(list_items(sample))
    place = next((index for index, item in enumerate(items) if after is not None and item.pk == after.pk), -1)
    return next((item for item in [*items[place + 1 :], *items[: max(place, 0)]] if not item.verdict), None)


def _standing() -> QuerySet[Mark]:
    return Mark.objects.filter(
        stands=True,
        submission__state=SubmissionState.MARKED,
        populations__isnull=True,
    )
