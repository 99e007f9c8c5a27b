"""When a submission is late, and when it is no longer taken (LAT-1)."""

from datetime import datetime

from django.utils import timezone

from assessments.portfolios.models import Submission
from courses.delivery.calendar import five_pm, working_days_after


def closes_at(submission: Submission) -> datetime:
    """The last moment at which a late submission is accepted."""
    days = submission.portfolio.enrolment.rules.late_working_days
    due_date = timezone.localtime(submission.due_at).date()
    return max(submission.due_at, five_pm(working_days_after(due_date, days))) if days else submission.due_at


def is_late(submission: Submission, now: datetime) -> bool:
    return now > submission.due_at


def is_closed(submission: Submission, now: datetime) -> bool:
    return now > closes_at(submission)
