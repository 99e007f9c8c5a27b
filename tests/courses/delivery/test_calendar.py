"""Working days of three nations and of the provider, and deadlines on the days on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.delivery.actions import add_closure, drop_closure
from courses.delivery.calendar import (
    LONDON,
    USUAL,
    Calendar,
    days_between,
    five_pm,
    on_the_clock,
    shifted,
)
from courses.delivery.models import ClosureDay
from courses.delivery.queries.calendars import calendar_for, calendar_of
from courses.delivery.states import Nation
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY
from tests.factories import make_cohort

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("nation", "start", "expected"),
    [
        # Easter Monday 6 April is a bank holiday but for Scotland.
        (Nation.ENGLAND_AND_WALES, date(2026, 4, 2), date(2026, 4, 7)),
        (Nation.SCOTLAND, date(2026, 4, 2), date(2026, 4, 6)),
        (Nation.NORTHERN_IRELAND, date(2026, 4, 2), date(2026, 4, 7)),
        # 2 January and St Andrew's Day are holidays in Scotland, St Patrick's Day in Northern Ireland.
        (Nation.SCOTLAND, date(2025, 12, 31), date(2026, 1, 5)),
        (Nation.ENGLAND_AND_WALES, date(2025, 12, 31), date(2026, 1, 2)),
        (Nation.NORTHERN_IRELAND, date(2026, 3, 16), date(2026, 3, 18)),
        # The August holiday falls at the two ends of the month.
        (Nation.SCOTLAND, date(2026, 7, 31), date(2026, 8, 4)),
        (Nation.ENGLAND_AND_WALES, date(2026, 8, 28), date(2026, 9, 1)),
    ],
)
def test_one_working_day_later_in_each_nation(nation, start, expected):
    assert Calendar(nation).working_days_after(start, 1) == expected


@pytest.mark.django_db
def test_days_on_which_the_provider_is_closed_are_no_working_days(coordinator):
    cohort = make_cohort()
    for day in (29, 30, 31):
        add_closure(day=date(2026, 12, day), name="Between the years", by=coordinator, now=NOON)

    assert calendar_of(cohort).working_days_after(date(2026, 12, 24), 1) == date(2027, 1, 4)
    assert calendar_for(Nation.SCOTLAND).working_days_after(date(2026, 12, 24), 1) == date(2027, 1, 5)


@pytest.mark.django_db
def test_a_closure_that_somebody_may_count_on_stays(coordinator):
    near = add_closure(day=TODAY + timedelta(days=29), name="Training", by=coordinator, now=NOON)
    far = add_closure(day=TODAY + timedelta(days=30), name="Training", by=coordinator, now=NOON)

    with pytest.raises(NotAllowed, match="Deadlines may count on this day"):
        drop_closure(near, by=coordinator, now=NOON)
    with pytest.raises(NotAllowed, match="a day to come"):
        add_closure(day=TODAY, name="Today", by=coordinator, now=NOON)
    drop_closure(far, by=coordinator, now=NOON)
    drop_closure(far, by=coordinator, now=NOON)

    assert add_closure(day=near.day, name="Again", by=coordinator, now=NOON) == ClosureDay.objects.get() == near


def test_a_deadline_inside_the_missing_hour_falls_after_it():
    """1:30 on 29 March does not exist: the clock goes from 1:00 to 2:00. The deadline is 2:30, never 12:30."""
    moment = on_the_clock(SPRING, time(1, 30))

    assert moment.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert (moment.hour, moment.minute) == (2, 30)
    assert shifted(datetime(2026, 3, 28, 1, 30, tzinfo=LONDON), timedelta(days=1)) == moment


def test_a_deadline_inside_the_hour_that_comes_twice_is_the_second():
    assert on_the_clock(AUTUMN, time(1, 30)).astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_five_in_the_afternoon_stays_so_over_both_changes():
    for day in (SPRING, AUTUMN):
        before = five_pm(day - timedelta(days=1))
        after = shifted(before, timedelta(days=1))
        assert (after, after.hour) == (five_pm(day), 17)
        assert after.astimezone(UTC) - before.astimezone(UTC) != timedelta(days=1)


def test_ano_1_forty_eight_hours_leave_out_easter():
    """From Thursday noon: Good Friday, the weekend and Easter Monday do not count."""
    maundy_thursday = datetime(2026, 4, 2, 12, tzinfo=LONDON)

    assert USUAL.working_hours_after(maundy_thursday, 48) == datetime(2026, 4, 8, 12, tzinfo=LONDON)


def test_ano_1_forty_eight_hours_are_hours_and_not_marks_on_the_clock():
    """From Friday noon, over a weekend in which an hour is missing."""
    friday = datetime(2026, 3, 27, 12, tzinfo=LONDON)

    assert USUAL.working_hours_after(friday, 48) == datetime(2026, 3, 31, 12, tzinfo=LONDON)


@given(start=MOMENTS, end=MOMENTS)
def test_a_deadline_moved_by_a_pause_leaves_no_less_time(start, end):
    """Whatever the clocks did between: what was ahead when the pause began is ahead when it ends."""
    start, end = sorted((start, end))

    assert shifted(start, timedelta(days=days_between(start, end))) >= end - timedelta(hours=1)
    assert days_between(start, start) == 0


@given(start=MOMENTS, hours=st.integers(0, 200))
def test_working_hours_between_are_counted_as_they_are_given(start, hours):
    assert USUAL.working_hours_between(start, USUAL.working_hours_after(start, hours)) == hours
