"""How assessors mark: met rates, agreement with moderators and with second assessors, and turnaround against its target."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from uuid import UUID

from django.db.models import Case, Count, F, Q, Value, When
from django.utils import timezone

from assessments.marking.models import Judgement, Mark
from assessments.marking.states import JUDGED, AllocationState, MarkState, Stage
from assessments.marking.states import Verdict as MarkVerdict
from assessments.moderation.agreement import LEAST, Kappa, percentile, weighted_kappa
from assessments.moderation.models import SampledMark
from assessments.moderation.queries.bands import compare_bands, passes_of
from assessments.moderation.queries.pool import COHORT
from assessments.moderation.states import Verdict
from courses.catalogue.models import AssessmentCriterion
from courses.catalogue.states import Scheme
from courses.delivery.calendar import Calendar
from courses.delivery.models import Cohort
from courses.delivery.queries.calendars import calendars_of
from cpd.accounts.models import User

BINARY = (MarkVerdict.MET, MarkVerdict.NOT_YET_MET)


@dataclass(frozen=True)
class Rate:
    """So many of so many, shown only when there are enough of them."""

    number: int
    n: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.number / self.n) if self.n >= LEAST else None


@dataclass(frozen=True)
class Turnaround:
    """Working days from the published deadline to the final mark, against the target (MRK-8)."""

    n: int
    median: int | None
    ninetieth: int | None
    in_time: Rate


@dataclass(frozen=True)
class Line:
    """One assessor in a cohort."""

    assessor: str
    marked: int
    met: Rate
    by_criterion: list[Rate]
    agreed: Rate
    turnaround: Turnaround


@dataclass(frozen=True)
class Pair:
    """Two assessors who judged the same portfolios, and how far they agree beyond chance."""

    first: str
    second: str
    portfolios: int
    same: Rate
    kappa: Kappa | None


@dataclass(frozen=True)
class Statistics:
    criteria: list[AssessmentCriterion]
    lines: list[Line]
    all_by_criterion: list[Rate]
    pairs: list[Pair]
    target: int
    late_target: int
    is_numeric: bool = False

    @property
    def rows(self) -> list[dict]:
        """The table by criterion, a row for each."""
        return [
            {"criterion": criterion, "all": whole, "rates": [line.by_criterion[place] for line in self.lines]}
            for place, (criterion, whole) in enumerate(zip(self.criteria, self.all_by_criterion, strict=True))
        ]


def get_statistics(cohort: Cohort) -> Statistics:
    """The figures of a cohort; a constant number of queries, whatever its size."""
    is_numeric = cohort.version.scheme == Scheme.NUMERIC
    criteria = list(AssessmentCriterion.objects.filter(outcome__version=cohort.version_id).order_by("position"))
    verdicts, passes = _verdicts(cohort), passes_of(cohort) if is_numeric else {}
    if is_numeric:
        # Marked as a whole: no criterion is judged on its own.
        criteria = []
    marked, days = _turnaround(cohort)
    reviews = _reviews(cohort)
    people = User.objects.in_bulk(list(marked))
    numbers = cohort.rules
    lines = [
        Line(
            assessor=str(people[assessor]),
            marked=marked[assessor],
            met=Rate(*passes[assessor]) if is_numeric else _sum(verdicts, assessor, criteria),
            by_criterion=[_rate(verdicts[assessor, criterion.pk]) for criterion in criteria],
            agreed=Rate(*reviews.get(assessor, (0, 0))),
            turnaround=sum_up(days[assessor]),
        )
        for assessor in sorted(marked, key=lambda key: str(people[key]))
    ]
    totals = [sum((verdicts[who, criterion.pk] for who in marked), Counter()) for criterion in criteria]
    return Statistics(
        criteria=criteria,
        lines=lines,
        all_by_criterion=[_rate(total) for total in totals],
        pairs=_pairs_of_bands(cohort) if is_numeric else _pairs(cohort),
        target=numbers.feedback_working_days,
        late_target=numbers.late_feedback_working_days,
        is_numeric=is_numeric,
    )


def _verdicts(cohort: Cohort) -> dict[tuple[UUID, UUID], Counter]:
    """What each assessor said of each criterion, counted by the database, in marks that somebody gave alone."""
    rows = (
        Judgement.objects.filter(**{f"mark__{COHORT}": cohort}, mark__state=MarkState.FINAL, mark__stage__in=JUDGED)
        .order_by()
        .values_list("mark__assessor", "criterion", "verdict")
        .annotate(number=Count("pk"))
    )
    found: dict[tuple[UUID, UUID], Counter] = defaultdict(Counter)
    for assessor, criterion, verdict, number in rows:
        found[assessor, criterion][verdict] += number
    return found


def list_turnarounds(cohorts: Sequence[Cohort]) -> Iterator[tuple[UUID, UUID, int, bool]]:
    """Each final mark: its cohort, its assessor, after how many working days it came, and whether that was in time.

    Two queries for any number of cohorts; give them with `accreditation__rule_sets`, or each costs one for its rules.
    """
    found = {cohort.pk: cohort for cohort in cohorts}
    calendars = calendars_of(cohorts)
    # The clock runs from the published deadline; work that came late or with more time has longer (MRK-8).
    longer = Q(submission__is_late=True) | Q(submission__attempt=1, submission__due_at__gt=F(f"{COHORT}__due_at"))
    again = When(submission__attempt__gt=1, then=F("submission__due_at"))
    rows = (
        Mark.objects.filter(**{f"{COHORT}__in": list(found)}, state=MarkState.FINAL, stage__in=JUDGED)
        .annotate(has_longer=Case(When(longer, then=Value(True)), default=Value(False)), due_again=Case(again))
        .values_list(COHORT, "assessor", "finalised_at", "has_longer", "due_again")
    )
    published = {key: timezone.localdate(cohort.due_at) for key, cohort in found.items()}
    counted: dict[tuple, int] = {}
    for key, assessor, finalised_at, has_longer, due_again in rows:
        cohort = found[key]
        begins = timezone.localdate(due_again) if due_again else published[key]
        ends = timezone.localdate(finalised_at)
        pair = (cohort.nation, begins, ends)
        if pair not in counted:
            counted[pair] = _working_days(calendars[cohort.nation], begins, ends)
        rules = cohort.rules
        target = rules.late_feedback_working_days if has_longer else rules.feedback_working_days
        yield key, assessor, counted[pair], counted[pair] <= target


def _turnaround(cohort: Cohort) -> tuple[Counter, dict[UUID, list[tuple[int, bool]]]]:
    """How many each assessor marked, and after how many working days, with whether that was in time."""
    marked, days = Counter(), defaultdict(list)
    for _, assessor, passed, is_in_time in list_turnarounds([cohort]):
        marked[assessor] += 1
        days[assessor].append((passed, is_in_time))
    return marked, days


def _working_days(calendar: Calendar, begins: date, ends: date) -> int:
    """Working days after the first day up to the second; none when it was marked before the deadline."""
    passed, day = 0, begins
    while day < ends:
        day = calendar.working_days_after(day, 1)
        passed += day <= ends
    return passed


def sum_up(days: Sequence[tuple[int, bool]]) -> Turnaround:
    """What many turnarounds come to; each is its working days and whether it was in time."""
    passed = [number for number, _ in days]
    return Turnaround(
        len(days),
        percentile(passed, 50),
        percentile(passed, 90),
        Rate(sum(in_time for _, in_time in days), len(days)),
    )


def _reviews(cohort: Cohort) -> dict[UUID, tuple[int, int]]:
    """How many of each assessor's marks a moderator read, and agreed with in the end and without a correction."""
    rows = (
        SampledMark.objects.filter(sample__cohort=cohort)
        .exclude(verdict="")
        .order_by()
        .values_list("mark__assessor")
        .annotate(agreed=Count("pk", filter=Q(verdict=Verdict.AGREED)), n=Count("pk"))
    )
    return {assessor: (agreed, n) for assessor, agreed, n in rows}


def count_pairs(cohorts: Sequence[Cohort]) -> dict[tuple[UUID, UUID, UUID], tuple[list[list[int]], int]]:
    """By cohort and the two who marked the same portfolios apart: judgement against judgement, and how many portfolios."""
    final = {"state": MarkState.FINAL, "allocation__state": AllocationState.DONE}
    twice = Mark.objects.filter(stage=Stage.SECOND, **final, **{f"{COHORT}__in": [cohort.pk for cohort in cohorts]})
    # Joined in one query the two would be matched by criterion first, of which each has a judgement in every portfolio.
    rows = (
        Judgement.objects.filter(
            mark__submission__in=twice.values("submission"),
            mark__stage__in=[Stage.FIRST, Stage.SECOND],
            **{f"mark__{name}": value for name, value in final.items()},
        )
        .order_by()
        .values_list(f"mark__{COHORT}", "mark__submission", "mark__stage", "mark__assessor", "criterion", "verdict")
    )
    judged: dict[tuple[UUID, UUID], dict[str, dict[UUID, dict[UUID, str]]]] = {}
    for cohort, submission, stage, assessor, criterion, verdict in rows.iterator():
        stages = judged.setdefault((cohort, submission), {Stage.FIRST: {}, Stage.SECOND: {}})
        stages[stage].setdefault(assessor, {})[criterion] = verdict
    found: dict[tuple[UUID, UUID, UUID], tuple[list[list[int]], int]] = {}
    for (cohort, _), stages in judged.items():
        for (first, ones), (second, others) in product(stages[Stage.FIRST].items(), stages[Stage.SECOND].items()):
            if both := ones.keys() & others.keys():
                table, portfolios = found.get((cohort, first, second), ([[0, 0], [0, 0]], 0))
                for criterion in both:
                    table[BINARY.index(ones[criterion])][BINARY.index(others[criterion])] += 1
                found[cohort, first, second] = table, portfolios + 1
    return found


def _pairs(cohort: Cohort) -> list[Pair]:
    """Every two who marked the same portfolios apart."""
    found = {(first, second): pair for (_, first, second), pair in count_pairs([cohort]).items()}
    tables = {pair: table for pair, (table, _) in found.items()}
    return _in_order(tables, {pair: portfolios for pair, (_, portfolios) in found.items()})


def _pairs_of_bands(cohort: Cohort) -> list[Pair]:
    """The same for numeric marks: bands are near to each other or far apart, which is what the weights are for."""
    tables = compare_bands(cohort)
    return _in_order(tables, {pair: sum(map(sum, table)) for pair, table in tables.items()})


def _in_order(tables: dict[tuple[UUID, UUID], list[list[int]]], portfolios: dict[tuple[UUID, UUID], int]) -> list[Pair]:
    people = User.objects.in_bulk({person for pair in tables for person in pair})
    pairs = [
        Pair(
            str(people[first]),
            str(people[second]),
            portfolios[first, second],
            Rate(sum(table[place][place] for place in range(len(table))), sum(map(sum, table))),
            weighted_kappa(table),
        )
        for (first, second), table in tables.items()
    ]
    return sorted(pairs, key=lambda pair: (pair.first, pair.second))


def _rate(verdicts: Counter) -> Rate:
    return Rate(verdicts[MarkVerdict.MET], sum(verdicts.values()))


def _sum(verdicts: dict[tuple[UUID, UUID], Counter], assessor: UUID, criteria: list[AssessmentCriterion]) -> Rate:
    return _rate(sum((verdicts[assessor, criterion.pk] for criterion in criteria), Counter()))
