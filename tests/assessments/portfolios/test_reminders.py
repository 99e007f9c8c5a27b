"""Learners are reminded of a deadline once, and only while there is something to hand in."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from assessments.confidentiality.actions import notice_return, open_for_intake, return_for_correction
from assessments.portfolios.actions import open_portfolio
from assessments.portfolios.reminders import remind
from assessments.portfolios.states import SubmissionState
from courses.delivery.actions import interrupt, resume, withdraw
from courses.delivery.calendar import LONDON, five_pm
from cpd.jobs.kinds import get_kind
from cpd.notices.models import Notice
from tests.clock import NOON
from tests.factories import DUE, make_cohort, make_enrolment, make_portfolio, make_submitted

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
REMINDERS = ["portfolio.due_week", "portfolio.due_day", "submission.correct_day"]


def reminders_of(learner) -> list[str]:
    return list(
        Notice.objects.filter(person=learner, kind__in=REMINDERS).order_by("created_at").values_list("kind", flat=True)
    )


def move_deadline(submission, due_at: datetime) -> None:
    submission.due_at = due_at
    submission.save(update_fields=["due_at"])


def test_one_reminder_a_week_before_and_one_on_the_last_day(learner):
    make_portfolio(learner)

    for hours in range(9 * 24, -3, -1):
        remind(now=DUE - hours * HOUR)

    assert reminders_of(learner) == ["portfolio.due_week", "portfolio.due_day"]
    week = Notice.objects.get(kind="portfolio.due_week")
    assert (week.created_at, week.text) == (
        DUE - 7 * DAY,
        "Your portfolio is due on Friday 3 July 2026, 5pm and is not submitted yet.",
    )


def test_nobody_is_reminded_before_the_week_or_after_the_deadline(learner):
    make_portfolio(learner)

    assert remind(now=DUE - 7 * DAY - MINUTE) == 0
    assert remind(now=DUE) == 0


def test_a_submitted_portfolio_is_left_in_peace(learner):
    make_submitted(learner)

    assert [remind(now=DUE - 7 * DAY), remind(now=DUE - HOUR)] == [0, 0]


def test_who_has_not_begun_is_reminded_too_and_not_again_when_she_begins(learner):
    enrolment = make_enrolment(learner)
    remind(now=DUE - 7 * DAY)
    assert Notice.objects.get(kind="portfolio.due_week").url == "/portfolio/"

    open_portfolio(enrolment, by=learner, now=DUE - 7 * DAY + HOUR)
    remind(now=DUE - 6 * DAY)

    assert reminders_of(learner) == ["portfolio.due_week"]


@pytest.mark.parametrize("leave", [interrupt, withdraw])
def test_a_break_or_an_end_stops_the_reminders(learner, coordinator, leave):
    enrolment = make_portfolio(learner).portfolio.enrolment
    leave(enrolment, reason="Work", by=coordinator, now=NOON)

    assert [remind(now=DUE - 7 * DAY), remind(now=DUE - HOUR)] == [0, 0]


def test_after_a_break_she_is_reminded_again(learner, coordinator):
    enrolment = make_portfolio(learner).portfolio.enrolment
    interrupt(enrolment, reason="Work", by=coordinator, now=NOON)
    resume(enrolment, by=coordinator, now=NOON + 10 * DAY)

    assert remind(now=DUE - 2 * DAY) == 0
    remind(now=DUE + 5 * DAY)

    assert reminders_of(learner) == ["portfolio.due_week"]


def test_an_extension_moves_the_reminders_and_brings_them_anew(learner):
    submission = make_portfolio(learner)
    remind(now=DUE - 7 * DAY)
    move_deadline(submission, DUE + 14 * DAY)

    assert remind(now=DUE - HOUR) == 0
    remind(now=DUE + 7 * DAY)

    assert reminders_of(learner) == ["portfolio.due_week"] * 2


def test_a_draft_opened_within_the_week_has_only_the_reminder_of_the_last_day(learner):
    submission = make_portfolio(learner)
    move_deadline(submission, NOON + 5 * DAY)

    assert remind(now=NOON + DAY) == 0
    remind(now=NOON + 4 * DAY + HOUR)

    assert reminders_of(learner) == ["portfolio.due_day"]


@pytest.mark.parametrize(
    ("due_on", "week_before"),
    [
        # The clocks go back on 25 October and forward on 28 March: the hour on the clock is the same.
        (date(2026, 10, 27), datetime(2026, 10, 20, 17, tzinfo=LONDON)),
        (date(2027, 3, 30), datetime(2027, 3, 23, 17, tzinfo=LONDON)),
        # Over Christmas and the bank holidays a week is still seven days.
        (date(2026, 12, 31), datetime(2026, 12, 24, 17, tzinfo=LONDON)),
    ],
)
def test_a_week_before_is_the_same_hour_on_the_clock(learner, due_on, week_before):
    submission = make_portfolio(learner)
    move_deadline(submission, five_pm(due_on))
    moment = week_before.astimezone(timezone.get_default_timezone())

    assert remind(now=moment - MINUTE) == 0
    assert remind(now=moment) == 1


def test_the_last_24_hours_are_hours_when_the_clocks_change(learner):
    submission = make_portfolio(learner)
    move_deadline(submission, five_pm(date(2026, 10, 25)))
    day_before = datetime(2026, 10, 24, 18, tzinfo=LONDON)

    remind(now=day_before - MINUTE)
    assert reminders_of(learner) == ["portfolio.due_week"]

    remind(now=day_before)
    assert reminders_of(learner) == ["portfolio.due_week", "portfolio.due_day"]


def test_a_correction_is_called_for_on_its_last_day(learner, coordinator):
    submission = make_submitted(learner)
    open_for_intake(submission, reason="Intake check", by=coordinator, now=NOON)
    item = submission.items.order_by("label").first()
    submission = return_for_correction(submission, places=[(item, "name", "para 1")], by=coordinator, now=NOON)
    assert submission.state == SubmissionState.RETURNED
    notice_return(submission, by=learner, now=NOON)

    assert remind(now=NOON + HOUR) == 0
    remind(now=NOON + 25 * HOUR)
    remind(now=NOON + 26 * HOUR)

    assert reminders_of(learner) == ["submission.correct_day"]


def test_another_learner_costs_one_look_more(django_assert_max_num_queries, learner, other_learner):
    cohort = make_cohort()
    make_portfolio(learner, cohort)
    remind(now=DUE - 7 * DAY)
    with django_assert_max_num_queries(20) as one:
        remind(now=DUE - 7 * DAY)
    make_portfolio(other_learner, cohort)
    remind(now=DUE - 7 * DAY)
    with django_assert_max_num_queries(len(one) + 1):
        remind(now=DUE - 7 * DAY)


def test_the_job_stores_its_reminders_only_at_its_end(learner):
    submission = make_portfolio(learner)
    move_deadline(submission, timezone.now() + HOUR)

    store = get_kind("portfolios.remind").handler("now")
    assert reminders_of(learner) == []
    store()

    assert reminders_of(learner) == ["portfolio.due_day"]
