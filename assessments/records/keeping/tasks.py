"""Carries out an approved destruction run, some lines at a time: killed at any moment, it goes on from where it was."""

from collections.abc import Callable

from django.utils import timezone

from assessments.records.keeping.actions import DESTROY, carry_out_line, finish_run
from assessments.records.keeping.models import DestructionRun
from assessments.records.keeping.states import RunState, UnitState
from cpd.jobs.kinds import job_kind
from cpd.jobs.queue import enqueue

LINES_A_TURN = 50


@job_kind(DESTROY, seconds=300, batch=1)
def destroy_records(ref: str) -> Callable[[], None] | None:
    run = DestructionRun.objects.get(pk=ref.partition("/")[0])
    if run.state != RunState.APPROVED:
        return None
    left = run.lines.filter(state__in=[UnitState.WAITING, UnitState.EMPTIED]).order_by("pk")
    for line in left[:LINES_A_TURN]:
        carry_out_line(line, now=timezone.now())
    now = timezone.now()
    if next_line := left.first():
        # A row of its own for each turn, so that a long run is many short jobs.
        turn = f"{run.pk}/{next_line.pk}"
        return lambda: enqueue(DESTROY, turn, key=f"{DESTROY}:{turn}", now=now) and None
    return lambda: finish_run(run, now=now) and None
