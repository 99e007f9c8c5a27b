"""Marking that is past its date is told to the assessor once, and to the coordinators in one line."""

from datetime import date, datetime, timedelta

import pytest

from assessments.marking.reminders import remind
from assessments.portfolios.states import SubmissionState
from courses.delivery.calendar import LONDON
from cpd.notices.models import Notice, Urgency
from tests.assessments.marking.test_agreeing import give, mark_both, propose, say, submission_of
from tests.factories import finish_marking, make_allocation, make_cohort

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def morning(year, month, day, hour=7) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LONDON)


def make_due(due_date: date, assessor, **made):
    allocation = make_allocation(assessor, **made)
    allocation.due_date = due_date
    allocation.save(update_fields=["due_date"])
    return allocation


def told(person) -> list[str]:
    kinds = ["marking.overdue", "marking.overdue_list"]
    return list(
        Notice.objects.filter(person=person, kind__in=kinds).order_by("created_at").values_list("text", flat=True)
    )


def test_the_day_itself_is_in_time(assessor):
    make_due(date(2026, 7, 15), assessor)

    assert [remind(now=morning(2026, 7, 15, hour=23)), remind(now=morning(2026, 7, 16))] == [0, 1]


def test_assessor_and_coordinator_are_told_once_in_the_digest(assessor, coordinator):
    make_due(date(2026, 7, 15), assessor)

    for hours in range(72):
        remind(now=morning(2026, 7, 16) + timedelta(hours=hours))

    assert told(assessor) == ["A portfolio allocated to you is past its date."]
    assert told(coordinator) == ["Past the date for marking: 1 portfolio."]
    assert set(Notice.objects.filter(kind__startswith="marking.overdue").values_list("urgency", flat=True)) == {
        Urgency.DIGEST
    }


@pytest.mark.parametrize(
    ("due_date", "first"),
    [
        (date(2026, 8, 28), morning(2026, 9, 1)),  # Friday; Monday is the summer bank holiday
        (date(2026, 12, 24), morning(2026, 12, 29)),  # Boxing Day is a Saturday, so Monday is a holiday for it
        (date(2026, 10, 23), morning(2026, 10, 26)),  # the clocks go back on the Sunday
    ],
)
def test_nobody_is_told_before_the_morning_of_the_next_working_day(assessor, due_date, first):
    make_due(due_date, assessor)
    moment = morning(due_date.year, due_date.month, due_date.day)

    while moment < first:
        assert remind(now=moment) == 0, moment
        moment += timedelta(hours=1)
    assert remind(now=first) == 1


def test_a_finished_mark_is_not_overdue(assessor):
    finish_marking(make_due(date(2026, 7, 15), assessor))

    assert remind(now=morning(2026, 7, 16)) == 0


def test_a_paused_portfolio_is_not_overdue(assessor):
    submission = make_due(date(2026, 7, 15), assessor).submission
    submission.state, submission.held_from = SubmissionState.HELD, SubmissionState.ACCEPTED
    submission.save(update_fields=["state", "held_from"])

    assert remind(now=morning(2026, 7, 16)) == 0


def test_a_new_date_that_passes_is_told_again(assessor):
    allocation = make_due(date(2026, 7, 15), assessor)
    remind(now=morning(2026, 7, 16))
    allocation.due_date = date(2026, 7, 20)
    allocation.save(update_fields=["due_date"])

    assert [remind(now=morning(2026, 7, 17)), remind(now=morning(2026, 7, 21))] == [0, 1]


def test_coordinators_learn_how_many_there_are_in_all(assessor, second_assessor, coordinator, learner, other_learner):
    cohort = make_cohort()
    make_due(date(2026, 7, 15), assessor, learner=learner, cohort=cohort)
    remind(now=morning(2026, 7, 16))
    make_due(date(2026, 7, 16), second_assessor, learner=other_learner, cohort=cohort)
    remind(now=morning(2026, 7, 17))

    assert told(coordinator) == ["Past the date for marking: 1 portfolio.", "Past the date for marking: 2 portfolios."]
    assert len(told(assessor)) == len(told(second_assessor)) == 1


def test_where_a_mark_is_proposed_whoever_is_to_answer_is_told(assessor, second_assessor):
    submission = submission_of("double_blind")
    agreement = mark_both((give(submission, assessor), give(submission, second_assessor)), ["1.1"], [])
    say(agreement, "1.1", "met")
    propose(agreement)

    remind(now=morning(2026, 7, 16))

    assert (told(assessor), len(told(second_assessor))) == ([], 1)


def test_mrk_8_an_assessor_is_told_before_the_day_and_once(assessor):
    allocation = make_allocation(assessor)
    before = datetime.combine(allocation.due_date - 2 * DAY, datetime.min.time().replace(hour=10), LONDON)

    for hours in range(3):
        remind(now=before + timedelta(hours=hours))

    [notice] = Notice.objects.filter(person=assessor, kind="marking.due_soon")
    assert notice.text.startswith("A portfolio is to be marked by you until")


def test_mrk_8_nobody_is_told_of_a_day_that_is_far(assessor):
    allocation = make_allocation(assessor)

    remind(now=datetime.combine(allocation.due_date - 9 * DAY, datetime.min.time().replace(hour=10), LONDON))

    assert not Notice.objects.filter(kind="marking.due_soon").exists()
