"""BRD-3: whoever is late with results or certificates is told once a working day."""

from datetime import datetime, timedelta

import pytest

from assessments.boards.moments import certificates_due_on, results_due_on
from assessments.certificates.models import Certificate
from assessments.certificates.reminders import count_late_certificates, list_late_results, remind
from assessments.demo import road
from courses.delivery.calendar import LONDON, on_the_clock
from cpd.notices.models import Notice
from tests.clock import NOON
from tests.factories import let_out, make_board, make_confirmed, set_rules

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def board(learner):
    submission = make_confirmed(learner)
    return road.decide_all(make_board(submission.portfolio.enrolment.cohort), now=NOON)


def nine_on(day) -> datetime:
    return on_the_clock(day, datetime(2026, 1, 1, 9, tzinfo=LONDON).time())


def told(kind):
    return list(Notice.objects.filter(kind=kind).values_list("text", flat=True).distinct())


def test_brd_3_results_are_out_within_so_many_working_days_of_the_meeting(board):
    due = results_due_on(board)
    assert (due - board.held_on).days >= 5

    assert list_late_results(due) == []
    assert list_late_results(due + DAY) == [board]


def test_brd_3_the_days_are_those_of_the_agreement(board):
    set_rules(board.cohort, results_working_days=1, certificate_working_days=2)
    board.cohort.refresh_from_db()

    assert results_due_on(board) < certificates_due_on(board) < board.held_on + 7 * DAY


def test_brd_3_coordinators_are_told_once_a_working_day_until_they_are_out(board):
    late = results_due_on(board) + DAY
    while nine_on(late).weekday() > 4:
        late += DAY

    remind(now=nine_on(late))
    count = Notice.objects.filter(kind="board.results_late").count()
    remind(now=nine_on(late) + timedelta(hours=2))

    assert Notice.objects.filter(kind="board.results_late").count() == count > 0
    assert told("board.results_late") == ["Results past the day by which they are out: 1 meeting."]
    let_out(board)
    assert list_late_results(late) == []


def test_brd_3_a_certificate_that_waits_beyond_its_day_is_late_whatever_holds_it(board):
    let_out(board)
    due = certificates_due_on(board)
    assert Certificate.objects.get().state == "owed"

    assert count_late_certificates(due) == 0
    assert count_late_certificates(due + DAY) == 1

    Certificate.objects.update(state="held", hold="name")
    assert count_late_certificates(due + DAY) == 1
    remind(now=nine_on(due + 3 * DAY))
    assert told("certificates.late") in ([], ["Past the day by which they are made: 1 certificate."])


def test_nobody_is_told_at_night_or_on_a_free_day(board):
    sunday = datetime(2027, 1, 3, 12, tzinfo=LONDON)

    assert remind(now=sunday) == (0, 0)
    assert not told("board.results_late")
