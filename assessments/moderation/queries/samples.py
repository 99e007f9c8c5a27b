"""What the pages of a sample show."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from assessments.marking.models import Judgement, Mark
from assessments.marking.states import AllocationState, MarkState, Outcome
from assessments.marking.states import Verdict as MarkVerdict
from assessments.moderation.models import PopulationItem, Sample, SampledMark, SampleReason
from assessments.moderation.states import Verdict
from courses.delivery.models import CohortRole
from cpd.accounts.models import User
from cpd.accounts.roles import Role

CANDIDATE = "mark__submission__portfolio__enrolment__candidate_number"
# The mark still counts: it was not sent back, nor is its run marked again.
STANDS = Q(mark__allocation__state=AllocationState.DONE)


@dataclass(frozen=True)
class Progress:
    """How far a sample is."""

    population: int
    size: int
    agreed: int
    queried: int
    went_back: int

    @property
    def unread(self) -> int:
        return self.size - self.agreed - self.queried - self.went_back

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


def visible_samples(person: User, role: Role) -> QuerySet[Sample]:
    """One's own; those of a cohort whose board one sits on; all for a coordinator."""
    if role == Role.COORDINATOR:
        return Sample.objects.all()
    if role == Role.BOARD:
        # By the name of the relation: boards lie above this feature, and their models are not imported here.
        posts = Q(cohort__staff__person=person, cohort__staff__role=CohortRole.BOARD)
        return Sample.objects.filter(posts | Q(cohort__boards__members__person=person)).distinct()
    return Sample.objects.filter(moderator=person)


def list_items(sample: Sample) -> QuerySet[SampledMark]:
    """The sample by candidate number, with its reasons."""
    return (
        sample.items.select_related("mark__assessor", "mark__allocation", "mark__submission__portfolio__enrolment")
        .prefetch_related(Prefetch("reasons", SampleReason.objects.order_by("pk")))
        .order_by(CANDIDATE)
    )


def with_outcomes(items: Iterable[SampledMark]) -> list[SampledMark]:
    """These items with how many criteria were short, and whether the mark was given anew since it was read.

    For the rows of one page only: worked out in the list itself, it would be for the whole sample.
    """
    items = list(items)
    short = dict(
        Judgement.objects.filter(mark__in=[item.mark_id for item in items])
        .exclude(verdict=MarkVerdict.MET)
        .order_by()
        .values_list("mark")
        .annotate(number=Count("pk"))
    )
    newer = Mark.objects.filter(
        submission=OuterRef("submission"),
        state=MarkState.FINAL,
        stage=OuterRef("stage"),
        finalised_at__gt=OuterRef("finalised_at"),
    )
    stale = set(
        Mark.objects.filter(pk__in=[item.mark_id for item in items]).filter(Exists(newer)).values_list("pk", flat=True)
    )
    for item in items:
        item.short, item.is_stale = short.get(item.mark_id, 0), item.mark_id in stale
    return items


def list_population(sample: Sample) -> QuerySet[PopulationItem]:
    """Everything that the sample was drawn from, in the random order of the draw, with the reason for each in and out."""
    items = SampledMark.objects.filter(sample=sample, mark=OuterRef("mark"))
    reasons = SampleReason.objects.filter(item__sample=sample).order_by("pk")
    drawn = Prefetch("mark__samplings", sample.items.prefetch_related(Prefetch("reasons", reasons)), to_attr="drawn")
    return (
        sample.population_items.select_related("mark__assessor", "mark__submission__portfolio__enrolment")
        .prefetch_related(drawn)
        .annotate(is_in=Exists(items))
        .order_by("place")
    )


def get_progress(sample: Sample) -> Progress:
    counts = sample.items.aggregate(
        size=Count("pk"),
        agreed=Count("pk", filter=Q(verdict=Verdict.AGREED) & STANDS),
        queried=Count("pk", filter=Q(verdict=Verdict.QUERIED) & STANDS),
        went_back=Count("pk", filter=~STANDS),
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
    unread = sample.items.filter(STANDS, verdict="").order_by(CANDIDATE)
    if after is None:
        return unread.first()
    number = after.mark.submission.portfolio.enrolment.candidate_number
    return unread.filter(**{f"{CANDIDATE}__gt": number}).first() or unread.exclude(pk=after.pk).first()
