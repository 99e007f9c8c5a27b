"""When the examiner's yearly report and the answer to it are due, under the numbers of the agreement."""

from datetime import date, datetime

import pytest

from assessments.audit.models import Visit
from assessments.audit.queries.clocks import report_counts_until, report_due_on, response_due_on
from courses.delivery.calendar import LONDON
from tests.factories import make_cohort, set_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit():
    cohort = make_cohort()
    concluded = datetime(2026, 7, 10, 12, tzinfo=LONDON)
    return Visit(accreditation=cohort.accreditation, closes_on=date(2026, 7, 3), concluded_at=concluded)


def test_ee_5_the_report_is_due_four_weeks_after_the_last_day_of_reading(visit):
    assert report_due_on(visit) == date(2026, 7, 31)


def test_ee_5_it_counts_for_its_year_for_three_months_more(visit):
    assert report_counts_until(visit) == date(2026, 10, 31)


def test_ee_6_the_answer_is_due_six_weeks_after_the_report_was_signed(visit):
    assert response_due_on(visit) == date(2026, 8, 21)


def test_ee_5_and_ee_6_follow_the_agreement(visit):
    set_rules(visit.accreditation.cohorts.get(), report_weeks=2, response_weeks=8)
    visit.accreditation.refresh_from_db()

    assert report_due_on(visit) == date(2026, 7, 17)
    assert response_due_on(visit) == date(2026, 9, 4)
