"""What a portfolio does when the clocks of its learner go on, and when her enrolment ends."""

from datetime import datetime

from assessments.portfolios.actions.deadlines import move_correction, move_deadline
from assessments.portfolios.actions.ends import close_unsubmitted, void
from assessments.portfolios.deadlines import closes_at
from assessments.portfolios.models import UNFINISHED, Submission
from assessments.portfolios.states import OPEN_FOR_WORK, DeadlineReason, SubmissionState, VoidReason
from courses.delivery.calendar import shifted
from courses.delivery.clocks import on_end, on_restart
from courses.delivery.models import Enrolment, Pause
from courses.delivery.queries.calendars import calendar_of
from courses.delivery.states import EnrolmentState
from cpd.accounts.models import User


@on_restart
def move_deadlines(pause: Pause, *, by: User | None, now: datetime) -> None:
    """Everything that she still could hand in when her clocks stopped, she can hand in as much later."""
    if not pause.days:
        return
    for submission in _of(pause.enrolment).filter(state__in=OPEN_FOR_WORK):
        if closes_at(submission) >= pause.began_at:
            due_at = shifted(submission.due_at, pause.length)
            move_deadline(submission, due_at=due_at, reason=DeadlineReason.PAUSE, by=by, now=now)
        if submission.state == SubmissionState.RETURNED and submission.correct_by >= pause.began_at:
            calendar = calendar_of(pause.enrolment.cohort)
            left = calendar.working_hours_between(pause.began_at, submission.correct_by)
            correct_by = calendar.working_hours_after(pause.ended_at, left)
            if correct_by > submission.correct_by:
                move_correction(submission, correct_by=correct_by, by=by, now=now)


@on_end
def end_portfolio(enrolment: Enrolment, *, by: User | None, now: datetime) -> None:
    """A draft of somebody whose registration ended is closed as not handed in, and what she handed in is judged. Who
    withdraws, or was entered in error, is judged no further; what the board has decided stands."""
    for submission in _of(enrolment).filter(state__in=UNFINISHED).exclude(state=SubmissionState.RATIFIED):
        if enrolment.state == EnrolmentState.LAPSED:
            if submission.state in OPEN_FOR_WORK:
                close_unsubmitted(submission, by=by, now=now)
        elif submission.state != SubmissionState.REOPENED:
            void(submission, reason=VoidReason.LEFT, by=by, now=now)


def _of(enrolment: Enrolment):
    return Submission.objects.filter(portfolio__enrolment=enrolment).select_related(
        "portfolio__enrolment__cohort", "portfolio__enrolment__accreditation"
    )
