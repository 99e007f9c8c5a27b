"""When results go out and by when they are due: after a while in which they can be stopped, and never bad news before a free day."""

from datetime import date, datetime, time, timedelta

from assessments.boards.models import Board
from courses.delivery.calendar import LONDON, Calendar, on_the_clock
from courses.delivery.queries.calendars import calendar_of

MORNING = time(9)


def moment_of_release(agreed_at: datetime, *, minutes: int, calendar: Calendar, latest_hour: int, has_bad_news: bool):
    """The moment a release goes out. Bad news waits for the next morning on which somebody is there to talk to."""
    moment = agreed_at + timedelta(minutes=minutes)
    return _kindly(moment, calendar, latest_hour) if has_bad_news else moment


def _kindly(moment: datetime, calendar: Calendar, latest_hour: int) -> datetime:
    local = moment.astimezone(LONDON)
    day = local.date()
    is_before_a_free_day = not calendar.is_working_day(day + timedelta(days=1))
    if calendar.is_working_day(day) and not (is_before_a_free_day and local.hour >= latest_hour):
        return moment
    return on_the_clock(calendar.working_days_after(day, 1), MORNING)


def results_due_on(board: Board) -> date:
    """BRD-3: results are out so many working days after the meeting."""
    return calendar_of(board.cohort).working_days_after(board.held_on, board.cohort.rules.results_working_days)


def certificates_due_on(board: Board) -> date:
    """BRD-3: certificates are made so many working days after the meeting."""
    return calendar_of(board.cohort).working_days_after(board.held_on, board.cohort.rules.certificate_working_days)
