"""The other way of a task: the same criteria by another brief, without a reason and without loss."""

from datetime import datetime

from assessments.portfolios.models import OtherWay, Submission
from assessments.portfolios.moves import lock
from assessments.portfolios.rules import check_can_choose_way
from courses.catalogue.models import Task
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged


@action
def choose_way(submission: Submission, *, task: Task, is_other: bool, by: User, now: datetime) -> Submission:
    """Work on a task by its other brief, or by its first again. What is in it already stays."""
    submission = lock(submission)
    check_can_choose_way(by, submission, task)
    portfolio = submission.portfolio
    if portfolio.other_ways.filter(task=task).exists() == is_other:
        unchanged()
        return submission
    if is_other:
        OtherWay.objects.create(portfolio=portfolio, task=task, chosen_at=now)
    else:
        portfolio.other_ways.filter(task=task).delete()
    record("task.way_chosen", by=by, about=submission, now=now, task=task.pk, other=is_other)
    return submission
