"""Which stage of marking a submission still lacks an assessor for."""

from datetime import datetime

from django.db.models import QuerySet

from assessments.marking.models import Need
from assessments.marking.states import AllocationState, Stage
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState


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


def note_first(submission: Submission, at: datetime | None) -> None:
    """Keep on the submission whether it has its first assessor, whenever an allocation for the first mark comes or goes."""
    submission.allocated_at = at
    submission.save(update_fields=["allocated_at"])


def lacking_an_assessor() -> QuerySet:
    """The ids of accepted submissions that wait for an assessor, for the first mark or a later one.

    Two short lists that have an index each, since the long one, all that is with assessors, is what nobody asks for.
    """
    accepted = Submission.objects.at(SubmissionState.ACCEPTED)
    later = Need.objects.filter(allocation__isnull=True, submission__state=SubmissionState.ACCEPTED)
    return accepted.filter(allocated_at__isnull=True).values("pk").union(later.values("submission"))


def _given(submission: Submission):
    return submission.allocations.exclude(state=AllocationState.WITHDRAWN)
