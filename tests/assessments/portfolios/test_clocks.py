"""Deadlines of a portfolio: late, closed, paused, moved, and what they look like to the learner."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assessments.confidentiality.actions import open_for_intake, return_for_correction
from assessments.portfolios.actions import move_deadline, open_portfolio, submit
from assessments.portfolios.deadlines import closes_at, feedback_due_on, is_closed, is_late
from assessments.portfolios.models import DeadlineChange
from assessments.portfolios.states import Declaration, SubmissionState
from courses.delivery.actions import (
    add_closure,
    interrupt,
    restart_clocks,
    resume,
    stop_clocks,
    withdraw,
)
from courses.delivery.calendar import LONDON, five_pm, on_the_clock
from courses.delivery.models import Cohort
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.factories import DUE, make_cohort, make_enrolment, make_portfolio, make_ready_portfolio, make_submitted

pytestmark = pytest.mark.django_db
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def hand_in(submission, *, now):
    by = submission.portfolio.enrolment.learner
    return submit(submission, declarations=Declaration.values, by=by, now=now)


def test_lat_1_late_is_taken_for_five_working_days_and_flagged(learner):
    """Due on Friday 3 July at 5pm; the fifth working day is Friday 10 July."""
    submission = make_ready_portfolio(learner)

    assert closes_at(submission) == five_pm(date(2026, 7, 10))
    assert (is_late(submission, DUE), is_late(submission, DUE + SECOND)) == (False, True)
    with pytest.raises(NotAllowed, match="last moment to submit was Friday 10 July 2026, 5pm"):
        hand_in(submission, now=five_pm(date(2026, 7, 10)) + SECOND)
    assert hand_in(submission, now=five_pm(date(2026, 7, 10))).is_late


def test_lat_1_the_late_days_are_those_of_the_cohorts_nation_and_of_the_provider(learner, coordinator):
    """In Northern Ireland 13 July stands for the Twelfth; the provider closes on 9 July as well."""
    submission = make_ready_portfolio(learner)
    Cohort.objects.update(nation="NIR", due_at=five_pm(date(2026, 7, 8)))
    submission.due_at = five_pm(date(2026, 7, 8))
    submission.portfolio.enrolment.cohort.refresh_from_db()
    assert closes_at(submission) == five_pm(date(2026, 7, 16))

    add_closure(day=date(2026, 7, 9), name="Away day", by=coordinator, now=NOON)

    assert closes_at(submission) == five_pm(date(2026, 7, 17))


def test_a_deadline_inside_the_missing_hour_of_a_clock_change(learner):
    """A deadline at 1:30 on the night when 1:00 becomes 2:00 is kept as 2:30, and one second decides."""
    submission = make_ready_portfolio(learner)
    due_at = on_the_clock(date(2027, 3, 28), datetime(2027, 3, 28, 1, 30).time())
    submission = move_deadline(submission, due_at=due_at, reason="extension", by=None, now=NOON)
    submission.refresh_from_db()

    assert submission.due_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert not is_late(submission, datetime(2027, 3, 28, 2, 30, tzinfo=LONDON))
    assert is_late(submission, datetime(2027, 3, 28, 2, 30, 1, tzinfo=LONDON))
    assert not hand_in(submission, now=datetime(2027, 3, 28, 1, 30, tzinfo=UTC)).is_late


def test_nothing_is_late_while_her_clocks_stand_and_what_was_left_is_left(learner):
    submission = make_ready_portfolio(learner)
    enrolment = submission.portfolio.enrolment
    stop_clocks(enrolment, by=learner, now=DUE - timedelta(hours=1))

    assert not is_late(submission, DUE + 30 * DAY)
    assert not is_closed(submission, DUE + 30 * DAY)
    restart_clocks(enrolment, by=learner, now=DUE + timedelta(hours=1))

    submission.refresh_from_db()
    assert submission.due_at == DUE + DAY
    assert not hand_in(submission, now=DUE + DAY).is_late
    assert Notice.objects.get(kind="deadline.moved").text == "Your deadline is now Saturday 4 July 2026, 5pm."


def test_in_a_pause_she_may_hand_in_and_is_not_late(learner):
    submission = make_ready_portfolio(learner)
    stop_clocks(submission.portfolio.enrolment, by=learner, now=DUE - DAY)

    assert not hand_in(submission, now=DUE + 3 * DAY).is_late


def test_a_pause_after_the_last_moment_opens_nothing_again(learner, coordinator):
    submission = make_ready_portfolio(learner)
    enrolment = submission.portfolio.enrolment
    interrupt(enrolment, reason="Work", by=coordinator, now=DUE + 8 * DAY)
    resume(enrolment, by=coordinator, now=DUE + 20 * DAY)

    submission.refresh_from_db()
    assert submission.due_at == DUE
    assert not DeadlineChange.objects.exists()


def test_the_time_for_a_correction_goes_on_where_it_stood(learner, coordinator):
    """ANO-1: returned on Wednesday noon with time until Friday week, stopped on Thursday with six working days left,
    back on a Saturday: they end with the Monday after next."""
    submission = make_submitted(learner)
    open_for_intake(submission, reason="Check", by=coordinator, now=NOON)
    item = submission.items.first()
    submission = return_for_correction(submission, places=[(item, "name", "para 1")], by=coordinator, now=NOON)
    enrolment = submission.portfolio.enrolment
    stop_clocks(enrolment, by=learner, now=NOON + DAY)
    restart_clocks(enrolment, by=learner, now=NOON + 10 * DAY)

    submission.refresh_from_db()
    assert submission.correct_by == datetime(2026, 6, 23, 0, tzinfo=LONDON)


def test_a_portfolio_opened_after_a_pause_has_the_later_deadline(learner, coordinator):
    enrolment = make_enrolment(learner)
    stop_clocks(enrolment, by=learner, now=NOON)
    restart_clocks(enrolment, by=learner, now=later(days=6))

    assert open_portfolio(enrolment, by=learner, now=later(days=6)).due_at == DUE + 6 * DAY


def test_a_pause_that_came_after_the_deadline_does_not_move_it(learner):
    enrolment = make_enrolment(learner)
    stop_clocks(enrolment, by=learner, now=DUE + DAY)
    restart_clocks(enrolment, by=learner, now=DUE + 6 * DAY)

    assert open_portfolio(enrolment, by=learner, now=DUE + 6 * DAY).due_at == DUE


def test_a_deadline_is_never_moved_earlier(learner, coordinator):
    submission = make_portfolio(learner)

    with pytest.raises(NotAllowed, match="only moved later"):
        move_deadline(submission, due_at=DUE - DAY, reason="extension", by=coordinator, now=NOON)


def test_mrk_8_feedback_is_due_twenty_working_days_after_the_published_deadline_or_thirty(learner, other_learner):
    cohort = make_cohort()
    on_time = make_submitted(learner, cohort)
    moved = make_ready_portfolio(other_learner, cohort)
    move_deadline(moved, due_at=DUE + 7 * DAY, reason="extension", by=None, now=NOON)
    moved.refresh_from_db()

    assert feedback_due_on(on_time) == date(2026, 7, 31)
    assert feedback_due_on(hand_in(moved, now=DUE + 6 * DAY)) == date(2026, 8, 14)


@pytest.mark.parametrize("state", [SubmissionState.DRAFT, SubmissionState.SUBMITTED])
def test_who_withdraws_is_judged_no_further(learner, coordinator, state):
    submission = make_portfolio(learner) if state == SubmissionState.DRAFT else make_submitted(learner)

    withdraw(submission.portfolio.enrolment, reason="Moved", by=coordinator, now=NOON)

    submission.refresh_from_db()
    assert submission.state == SubmissionState.VOID
