"""Coming back from a break, and what follows an attempt that was not handed in."""

from datetime import datetime

from django.utils import timezone

from assessments.cases import rules
from assessments.cases.queries import extra_days
from assessments.portfolios.actions import open_next_attempt
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import lock
from courses.delivery.actions import resume
from courses.delivery.calendar import five_pm, shifted
from courses.delivery.models import Enrolment
from courses.delivery.queries.calendars import calendar_of
from cpd.accounts.models import User
from cpd.history.actions import action, record


@action
def come_back(enrolment: Enrolment, *, by: User, now: datetime) -> Enrolment:
    """The learner says that her break is over; nobody has to agree to that."""
    rules.check_can_come_back(by, enrolment)
    enrolment = resume(enrolment, by=by, now=now)
    record("case.break_ended", by=by, about=enrolment, now=now)
    return enrolment


@action
def open_after_absence(submission: Submission, *, by: User, now: datetime) -> Submission:
    """The next attempt after one that was not handed in, for the same criteria, where the rules leave one (REF-1)."""
    today = timezone.localdate(now)
    submission = lock(submission)
    rules.check_can_open_after_absence(by, submission, today)
    enrolment = submission.portfolio.enrolment
    days = enrolment.rules.referral_working_days
    due_at = five_pm(calendar_of(enrolment.cohort).working_days_after(today, days))
    due_at = shifted(due_at, extra_days(enrolment))
    following = open_next_attempt(submission, criteria=submission.criteria.all(), due_at=due_at, by=by, now=now)
    record("case.attempt_after_absence", by=by, about=following, now=now, previous=submission.pk)
    return following
