"""When results go out: after a while in which they can be stopped, and never bad news before a free day."""

from datetime import datetime, time, timedelta

from courses.delivery.calendar import LONDON, Calendar, on_the_clock

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
