"""Working days of the three bank-holiday calendars of the UK, and deadlines in UK time."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from courses.delivery.states import Nation

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The working days of one nation, without the days on which the provider is closed."""

    nation: str = Nation.ENGLAND_AND_WALES
    closed: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.closed and day not in _bank_holidays(day.year, self.nation)

    def working_days_after(self, start: date, days: int) -> date:
        """The working day that lies this many working days after `start`."""
        day = start
        while days > 0:
            day += DAY
            days -= self.is_working_day(day)
        return day

    def working_hours_after(self, start: datetime, hours: float) -> datetime:
        """The moment at which this many hours of working days have passed; weekends and bank holidays do not count
        (ANO-1)."""
        moment = self._next_working_moment(start.astimezone(LONDON))
        left = timedelta(hours=hours)
        while left:
            midnight = datetime.combine(moment.date() + DAY, time(0), tzinfo=LONDON)
            step = min(left, midnight.astimezone(UTC) - moment.astimezone(UTC))
            moment = (moment.astimezone(UTC) + step).astimezone(LONDON)
            left -= step
            if left:
                moment = self._next_working_moment(moment)
        return moment.astimezone(UTC)

    def working_hours_between(self, start: datetime, end: datetime) -> float:
        """How many hours of working days lie between two moments; the inverse of working_hours_after."""
        moment, end, passed = start.astimezone(UTC), end.astimezone(UTC), timedelta(0)
        while moment < end:
            local = moment.astimezone(LONDON)
            midnight = datetime.combine(local.date() + DAY, time(0), tzinfo=LONDON).astimezone(UTC)
            if self.is_working_day(local.date()):
                passed += min(midnight, end) - moment
            moment = midnight
        return passed / timedelta(hours=1)

    def _next_working_moment(self, moment: datetime) -> datetime:
        while not self.is_working_day(moment.date()):
            moment = datetime.combine(moment.date() + DAY, time(0), tzinfo=LONDON)
        return moment


USUAL = Calendar()


@cache
def _bank_holidays(year: int, nation: str) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=str(nation), years=year))


def is_working_day(day: date) -> bool:
    return USUAL.is_working_day(day)


def working_day_has_begun(now: datetime) -> bool:
    """From 7 in the morning of a working day: what staff are told by then is in the digest of 8."""
    local = now.astimezone(LONDON)
    return is_working_day(local.date()) and local.hour >= 7


def working_days_after(start: date, days: int) -> date:
    """The same in the calendar of England and Wales, for what belongs to no cohort."""
    return USUAL.working_days_after(start, days)


def on_the_clock(day: date, hour: time) -> datetime:
    """That hour in the UK. One that the clocks skip is an hour later, one that comes twice is the second: a deadline
    never falls before the moment that somebody would read from it."""
    moments = (datetime.combine(day, hour.replace(fold=fold), tzinfo=LONDON).astimezone(UTC) for fold in (0, 1))
    return max(moments).astimezone(LONDON)


def five_pm(day: date) -> datetime:
    """5pm UK time on that day, the hour at which deadlines fall."""
    return on_the_clock(day, time(17))


def days_between(start: datetime, end: datetime) -> int:
    """Whole days by the clock on the wall, a begun day counted: a deadline moved by them leaves no less time."""
    passed = end.astimezone(LONDON).replace(tzinfo=None) - start.astimezone(LONDON).replace(tzinfo=None)
    return max(0, -(-passed // DAY))


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
    return on_the_clock(local.date() + by, local.time())
