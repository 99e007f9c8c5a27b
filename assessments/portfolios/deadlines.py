"""When a submission is due, late, and no longer taken (LAT-1)."""

from datetime import date, datetime

from django.utils import timezone

from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.calendar import Calendar, five_pm, shifted
from courses.delivery.models import Enrolment, Pause
from courses.delivery.queries.calendars import calendar_of


def first_due_at(enrolment: Enrolment) -> datetime:
    """The deadline of attempt 1: that of the cohort, later by the days in which her clocks stood still."""
    due_at = enrolment.cohort.due_at
    if not enrolment.days_interrupted:
        return due_at
    for pause in enrolment.pauses.filter(ended_at__isnull=False).order_by("began_at"):
        if pause.began_at <= due_at:
            due_at = shifted(due_at, pause.length)
    return due_at


def closes_at(submission: Submission) -> datetime:
    """The last moment at which a late submission is accepted."""
    enrolment = submission.portfolio.enrolment
    days = enrolment.rules.late_working_days
    if not days:
        return submission.due_at
    due_date = timezone.localtime(submission.due_at).date()
    return max(submission.due_at, five_pm(calendar_of(enrolment.cohort).working_days_after(due_date, days)))


def clock_of(submission: Submission, now: datetime) -> datetime:
    """What her clock shows: `now`, or the moment at which it was stopped and still stands."""
    running = running_pause(submission.portfolio.enrolment)
    return min(now, running.began_at) if running else now


def running_pause(enrolment: Enrolment) -> Pause | None:
    return enrolment.pauses.filter(ended_at__isnull=True).first()


def is_late(submission: Submission, now: datetime) -> bool:
    return clock_of(submission, now) > submission.due_at


def is_closed(submission: Submission, now: datetime) -> bool:
    """Nothing is taken any more: the late window, or the time for a correction, is over."""
    last = last_moment(submission)
    return last is not None and clock_of(submission, now) > last


def last_moment(submission: Submission) -> datetime | None:
    """Until when she may hand in what is open, or None where nothing is."""
    if submission.state == SubmissionState.RETURNED:
        return submission.correct_by
    return closes_at(submission)


def feedback_due_on(submission: Submission, calendar: Calendar | None = None) -> date:
    """The day by which the learner should have her feedback (MRK-8): working days from the published deadline, or more
    of them where she handed in late or was given more time; she is told this day."""
    enrolment = submission.portfolio.enrolment
    published = enrolment.cohort.due_at if submission.attempt == 1 else _first_given(submission)
    rules = enrolment.rules
    moved = submission.is_late or submission.due_at > published
    days = rules.late_feedback_working_days if moved else rules.feedback_working_days
    calendar = calendar or calendar_of(enrolment.cohort)
    return calendar.working_days_after(timezone.localdate(published), days)


def _first_given(submission: Submission) -> datetime:
    """In memory, so that a list which prefetched the changes asks nothing more."""
    first = min(submission.deadline_changes.all(), key=lambda change: change.at, default=None)
    return first.old_due_at if first else submission.due_at
