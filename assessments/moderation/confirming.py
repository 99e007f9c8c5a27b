"""Confirming the portfolios that a signed report covers, those too that were paused when it was signed."""

from datetime import datetime

from assessments.marking.states import AllocationState
from assessments.moderation.models import PopulationItem, Sample
from assessments.moderation.states import SampleState
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import lock, move
from assessments.portfolios.states import SubmissionState
from cpd.accounts.models import User
from cpd.history.actions import action, record


@action
def confirm_submission(submission: Submission, *, sample: Sample, by: User | None, now: datetime) -> Submission:
    submission = move(lock(submission), SubmissionState.CONFIRMED, now=now)
    record("submission.confirmed", by=by, about=submission, now=now, sample=sample.pk)
    return submission


def confirm_what_came_back(*, now: datetime) -> int:
    """A portfolio that was paused when its sample was confirmed, and goes on since with the mark that was drawn from.

    Without it nobody would come by: its mark is in a sample already, so that no other is drawn from it. Gives how many.
    """
    population = PopulationItem.objects.filter(
        sample__state=SampleState.CONFIRMED,
        mark__stands=True,
        mark__allocation__state=AllocationState.DONE,
        mark__submission__state=SubmissionState.MARKED,
    )
    found = list(population.select_related("sample", "mark__submission").order_by("pk"))
    for item in found:
        confirm_submission(item.mark.submission, sample=item.sample, by=None, now=now)
    return len(found)
