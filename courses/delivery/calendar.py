"""Working days of England and Wales, and deadlines in UK time."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")


@cache
def _bank_holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG", years=year)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def working_day_has_begun(now: datetime) -> bool:
    """From 7 in the morning of a working day: what staff are told by then is in the digest of 8."""
    local = now.astimezone(LONDON)
    return is_working_day(local.date()) and local.hour >= 7


def working_days_after(start: date, days: int) -> date:
    """The working day that lies this many working days after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def five_pm(day: date) -> datetime:
    """5pm UK time on that day, the hour at which deadlines fall."""
    return datetime.combine(day, time(17), tzinfo=LONDON)


def months_after(start: date, months: int) -> date:
    """The same day of a later month, or the last day of that month when it is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def weeks_nearest(days: int) -> timedelta:
    """This many days, rounded to whole weeks, so that a shifted session stays on its weekday."""
    return timedelta(weeks=round(days / 7))


def shifted(moment: datetime, by: timedelta) -> datetime:
    """The same time on the clock in the UK, that many days later, whether or not the clocks change between."""
    local = moment.astimezone(LONDON)
    return datetime.combine(local.date() + by, local.time(), tzinfo=LONDON)


def working_hours_after(start: datetime, hours: int) -> datetime:
    """The moment at which this many hours of working days have passed; weekends and bank holidays do not count (ANO-1)."""
    moment = _next_working_moment(start.astimezone(LONDON))
    left = timedelta(hours=hours)
    while left:
        midnight = datetime.combine(moment.date() + timedelta(days=1), time(0), tzinfo=LONDON)
        step = min(left, midnight.astimezone(UTC) - moment.astimezone(UTC))
        moment = (moment.astimezone(UTC) + step).astimezone(LONDON)
        left -= step
        if left:
            moment = _next_working_moment(moment)
    return moment.astimezone(UTC)


def _next_working_moment(moment: datetime) -> datetime:
    while not is_working_day(moment.date()):
        moment = datetime.combine(moment.date() + timedelta(days=1), time(0), tzinfo=LONDON)
    return moment
