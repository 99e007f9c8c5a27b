"""Taking a portfolio from the pool: an assessor helps herself to the next free one, and keeps it while she works on it."""

from datetime import datetime

from django.utils import timezone

from assessments.marking import fitness, rules
from assessments.marking.actions.allocations import fill_need, withdraw
from assessments.marking.actions.writing import LEASE
from assessments.marking.dates import Dates
from assessments.marking.models import Allocation
from assessments.marking.needs import call_for, wanted_stage
from assessments.marking.queries.pool import list_free
from assessments.marking.states import Stage
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import lock
from cpd.accounts.models import User
from cpd.history.actions import action, record
from cpd.notices.actions import notify
from cpd.rules import NotAllowed


@action
def take(submission: Submission, *, by: User, now: datetime) -> Allocation:
    """Take a free portfolio of one's own cohorts, for half an hour at a time. Somebody who left one idle loses it to
    whoever takes it next; what they wrote is kept. Refused where any tie needs a coordinator's judgement (COI-1)."""
    submission = lock(submission)
    today = timezone.localdate(now)
    for idle in submission.allocations.idle(now).exclude(assessor=by):
        lapse(idle, now=now)
    rules.check_can_take(by, submission, today)
    rules.check_can_assess(by, submission)
    fitness.check_is_fit(by, submission, None, today)
    allocation = Allocation.objects.create(
        submission=submission,
        assessor=by,
        stage=wanted_stage(submission),
        due_date=Dates(today).proposed(submission),
        is_taken=True,
        rules_version=submission.portfolio.enrolment.rules.version,
        leased_until=now + LEASE,
        allocated_by=by,
        allocated_at=now,
    )
    fill_need(allocation, now=now)
    record(
        "allocation.taken",
        by=by,
        about=allocation,
        now=now,
        submission=submission.pk,
        stage=str(allocation.stage),
        due=allocation.due_date,
    )
    return allocation


@action
def lapse(allocation: Allocation, *, now: datetime) -> Allocation:
    """The lease ran out and another assessor takes it; the draft stays with the allocation."""
    withdraw(allocation, now)
    if allocation.stage != Stage.FIRST:
        call_for(allocation.submission, Stage(allocation.stage), now=now)
    notify(allocation.assessor, "marking.lapsed", now=now, about=allocation)
    record("allocation.lapsed", by=None, about=allocation, now=now, submission=allocation.submission_id)
    return allocation


def take_next(*, by: User, now: datetime) -> Allocation | None:
    """The longest waiting free one; None when there is none. Whoever is a moment late gets the one behind it."""
    for submission in list_free(by, now):
        try:
            return take(submission, by=by, now=now)
        except NotAllowed:
            continue
    return None
