"""Which stage of marking a submission still lacks an assessor for."""

from datetime import datetime

from assessments.marking.models import Need
from assessments.marking.states import AllocationState, Stage
from assessments.portfolios.models import Submission


def call_for(submission: Submission, stage: Stage, *, now: datetime) -> None:
    """Ask for an assessor at a later stage; nothing happens where there is one."""
    if not _given(submission).filter(stage=stage).exists():
        Need.objects.get_or_create(submission=submission, stage=stage, allocation=None, defaults={"since": now})


def wanted_stage(submission: Submission) -> Stage | None:
    """The stage that is to be allocated next; None when the submission has everybody it needs."""
    if not _given(submission).filter(stage=Stage.FIRST).exists():
        return Stage.FIRST
    need = Need.objects.filter(submission=submission, allocation__isnull=True).order_by("pk").first()
    return Stage(need.stage) if need else None


def _given(submission: Submission):
    return submission.allocations.exclude(state=AllocationState.WITHDRAWN)
