"""What there is to show, counted by the database: a constant number of queries for any number of cohorts and attempts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from assessments.appeals.models import Appeal
from assessments.boards.models import Decision
from assessments.boards.states import BoardState
from assessments.evaluations.queries import count_answers
from assessments.moderation.models import RunChange, SampledMark
from assessments.moderation.queries import count_pairs, list_turnarounds
from assessments.moderation.states import RunChangeState, Verdict
from courses.delivery.models import Cohort, Enrolment
from courses.delivery.states import EnrolmentState

COHORT = "submission__portfolio__enrolment__cohort"
DECIDED = [BoardState.RATIFIED, BoardState.RELEASED]


@dataclass(frozen=True)
class Moderated:
    """What moderation did with the marks of a cohort."""

    read: int = 0
    agreed: int = 0
    queried: int = 0
    corrected: int = 0


@dataclass(frozen=True)
class Facts:
    """Everything that is counted in a scope; cohorts by id."""

    cohorts: list[Cohort]
    as_at: datetime
    # (cohort, attempt, assessor) → how many of each result.
    results: dict[tuple[UUID, int, UUID], Counter] = field(default_factory=dict)
    # How each assessor is called here.
    names: dict[UUID, str] = field(default_factory=dict)
    turnarounds: dict[UUID, list[tuple[int, bool]]] = field(default_factory=dict)
    moderated: dict[UUID, Moderated] = field(default_factory=dict)
    # Judgement against judgement of first and second marks.
    pairs: dict[UUID, list[list[int]]] = field(default_factory=dict)
    run_changes: dict[UUID, int] = field(default_factory=dict)
    board_changes: dict[UUID, int] = field(default_factory=dict)
    enrolments: dict[UUID, Counter] = field(default_factory=dict)
    appeals: Counter = field(default_factory=Counter)
    # By cohort and statement, how many gave each answer.
    evaluations: dict[UUID, dict[str, Counter]] = field(default_factory=dict)


def count(cohorts: QuerySet[Cohort], *, call: Callable[[set[UUID]], dict[UUID, str]], now: datetime) -> Facts:
    """The facts of these cohorts. `call` says how assessors are called where the figures are shown."""
    found = list(
        # Prefetched, so that hundreds of cohorts share one version, one agreement and one set of rules.
        cohorts.prefetch_related("version__module", "accreditation__rule_sets").order_by("starts_on", "code")
    )
    keys = [cohort.pk for cohort in found]
    results = _results(keys)
    turnarounds = defaultdict(list)
    for cohort, _, days, is_in_time in list_turnarounds(found):
        turnarounds[cohort].append((days, is_in_time))
    return Facts(
        cohorts=found,
        as_at=now,
        results=results,
        names=call({assessor for _, _, assessor in results}),
        turnarounds=turnarounds,
        moderated=_moderated(keys),
        pairs=_pairs(found),
        run_changes=_tally(
            RunChange.objects.filter(cohort__in=keys, state=RunChangeState.APPROVED).values_list("cohort")
        ),
        board_changes=_tally(_decisions(keys).exclude(result=F("paper__proposed")).values_list(COHORT)),
        enrolments=_enrolments(keys),
        appeals=_appeals(keys),
        evaluations=count_answers(keys),
    )


def count_evaluations(cohorts: QuerySet[Cohort], *, now: datetime) -> Facts:
    """Of these cohorts nothing but what learners said."""
    found = list(cohorts.prefetch_related("version__module").order_by("starts_on", "code"))
    return Facts(cohorts=found, as_at=now, evaluations=count_answers([cohort.pk for cohort in found]))


def _decisions(cohorts: Sequence[UUID]) -> QuerySet[Decision]:
    """The decisions that stand, of boards that have ratified them; what is still on the table is nobody's result."""
    return Decision.objects.filter(
        **{f"{COHORT}__in": cohorts}, superseded_by__isnull=True, paper__board__state__in=DECIDED
    ).order_by()


def _results(cohorts: Sequence[UUID]) -> dict[tuple[UUID, int, UUID], Counter]:
    rows = (
        _decisions(cohorts)
        .values_list(COHORT, "submission__attempt", "paper__mark__assessor", "result")
        .annotate(number=Count("pk"))
    )
    found: dict[tuple[UUID, int, UUID], Counter] = defaultdict(Counter)
    for cohort, attempt, assessor, result, number in rows:
        found[cohort, attempt, assessor][result] += number
    return found


def _moderated(cohorts: Sequence[UUID]) -> dict[UUID, Moderated]:
    rows = (
        SampledMark.objects.filter(sample__cohort__in=cohorts)
        .order_by()
        .values_list("sample__cohort")
        .annotate(
            read=Count("pk", filter=~Q(verdict="")),
            agreed=Count("pk", filter=Q(verdict=Verdict.AGREED)),
            queried=Count("pk", filter=Q(verdict=Verdict.QUERIED)),
            corrected=Count("pk", filter=Q(sent_back_at__isnull=False)),
        )
    )
    return {cohort: Moderated(*numbers) for cohort, *numbers in rows}


def _pairs(cohorts: Sequence[Cohort]) -> dict[UUID, list[list[int]]]:
    found: dict[UUID, list[list[int]]] = {}
    for (cohort, _, _), (table, _) in count_pairs(cohorts).items():
        found[cohort] = add(found.get(cohort, [[0, 0], [0, 0]]), table)
    return found


def _enrolments(cohorts: Sequence[UUID]) -> dict[UUID, Counter]:
    """Those who took their place; an offer that was not accepted is nobody who could have stayed."""
    rows = (
        Enrolment.objects.current()
        .filter(cohort__in=cohorts)
        .exclude(state=EnrolmentState.OFFERED)
        .order_by()
        .values_list("cohort", "state")
        .annotate(number=Count("pk"))
    )
    found: dict[UUID, Counter] = defaultdict(Counter)
    for cohort, state, number in rows:
        found[cohort][state] += number
    return found


def _appeals(cohorts: Sequence[UUID]) -> Counter:
    """By answer; those without one wait, or were taken back."""
    rows = Appeal.objects.filter(**{f"{COHORT}__in": cohorts}).order_by().values_list("state", "answer")
    return Counter({(state, answer): number for state, answer, number in rows.annotate(number=Count("pk"))})


def _tally(rows: QuerySet) -> dict[UUID, int]:
    return dict(rows.order_by().annotate(number=Count("pk")))


def add(one: list[list[int]], other: list[list[int]]) -> list[list[int]]:
    """Two square tables of counts, cell by cell."""
    return [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(one, other, strict=True)]
