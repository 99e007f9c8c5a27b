"""Moderators are told once a working day of cohorts whose marking is finished."""

from datetime import datetime, timedelta

import pytest

from assessments.moderation.reminders import remind
from courses.delivery.calendar import LONDON
from cpd.accounts.roles import Role
from cpd.notices.models import Notice
from tests.factories import make_allocation, make_cohort, make_marked, make_sample, make_submitted
from tests.people import make_person

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 6, 4, 7, tzinfo=LONDON)


def told(person) -> list[str]:
    return list(Notice.objects.filter(person=person, kind="moderation.waiting").values_list("text", flat=True))


def test_one_notice_a_working_day_while_a_finished_cohort_waits(moderator):
    make_marked()

    for hours in range(5 * 24):
        remind(now=THURSDAY + timedelta(hours=hours))

    sentence = "Waiting for moderation: 1 cohort with every portfolio marked."
    assert told(moderator) == [sentence] * 3  # Thursday, Friday, Monday


@pytest.mark.parametrize("make", [make_submitted, make_allocation])
def test_a_cohort_that_is_still_being_marked_is_not_told(moderator, learner, make):
    cohort = make_cohort()
    make_marked(cohort=cohort)
    make(learner=learner, cohort=cohort)

    assert remind(now=THURSDAY) == 0


def test_nothing_is_told_once_a_sample_is_drawn(moderator):
    mark = make_marked()
    make_sample(mark.submission.portfolio.enrolment.cohort, moderator)

    assert remind(now=THURSDAY) == 0


def test_only_those_who_may_moderate_it_are_told(moderator, assessor):
    named = make_person("Nia Named", Role.MODERATOR)
    both = make_person("Bo Both", Role.MODERATOR, Role.ASSESSOR)
    make_marked(both, cohort=make_cohort(moderator=named))

    assert remind(now=THURSDAY) == 1
    assert [len(told(person)) for person in (named, moderator, both, assessor)] == [1, 0, 0, 0]
