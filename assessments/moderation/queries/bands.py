"""The figures of a cohort that is marked out of 100: who passes whom, and band against band of two marks (MRK-6)."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Count, Q

from assessments.marking.models import Mark
from assessments.marking.schemes import band_of
from assessments.marking.states import JUDGED, AllocationState, MarkState, Outcome, Stage
from assessments.moderation.queries.pool import COHORT
from courses.delivery.models import Cohort

# Below the pass mark, and the four bands above it.
BANDS = 5
Table = list[list[int]]


def passes_of(cohort: Cohort) -> dict[UUID, tuple[int, int]]:
    """How many of each assessor's marks are a pass, of how many."""
    rows = (
        Mark.objects.filter(**{COHORT: cohort}, state=MarkState.FINAL, stage__in=JUDGED)
        .order_by()
        .values_list("assessor")
        .annotate(passed=Count("pk", filter=Q(outcome=Outcome.PASS)), n=Count("pk"))
    )
    return {assessor: (passed, n) for assessor, passed, n in rows}


def compare_bands(cohort: Cohort) -> dict[tuple[UUID, UUID], Table]:
    """Every two who marked the same portfolios apart: how often the one gave this band and the other that."""
    rows = Mark.objects.filter(
        **{COHORT: cohort},
        state=MarkState.FINAL,
        stage=Stage.FIRST,
        allocation__state=AllocationState.DONE,
        score__isnull=False,
        submission__marks__stage=Stage.SECOND,
        submission__marks__state=MarkState.FINAL,
        submission__marks__allocation__state=AllocationState.DONE,
        submission__marks__score__isnull=False,
    ).values_list("assessor", "submission__marks__assessor", "score", "submission__marks__score")
    rules = cohort.rules
    tables: dict[tuple[UUID, UUID], Table] = defaultdict(lambda: [[0] * BANDS for _ in range(BANDS)])
    for first, second, one, other in rows:
        tables[first, second][band_of(one, rules)][band_of(other, rules)] += 1
    return dict(tables)
