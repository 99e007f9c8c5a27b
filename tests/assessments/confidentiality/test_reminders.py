"""Who may take portfolios in is told once a working day that some wait."""

from datetime import datetime, timedelta

import pytest

from assessments.confidentiality.actions import accept, open_for_intake
from assessments.confidentiality.reminders import remind
from courses.delivery.calendar import LONDON
from cpd.accounts.roles import Role
from cpd.notices.models import Notice
from tests.clock import NOON
from tests.factories import make_cohort, make_submitted
from tests.people import employer, make_person

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 6, 4, 7, tzinfo=LONDON)
SATURDAY = datetime(2026, 6, 6, 9, tzinfo=LONDON)


def told(person) -> list[str]:
    return list(Notice.objects.filter(person=person, kind="intake.waiting").values_list("text", flat=True))


def test_one_notice_a_working_day_with_the_number_and_the_oldest(coordinator, learner, other_learner):
    cohort = make_cohort()
    make_submitted(learner, cohort)
    make_submitted(other_learner, cohort)

    for hours in range(48 + 17):
        remind(now=THURSDAY + timedelta(hours=hours))

    sentence = "Waiting for intake: 2 portfolios, the oldest since Wednesday 3 June 2026, 12pm."
    assert told(coordinator) == [sentence, sentence]


def test_nobody_is_told_at_the_weekend_or_at_night(coordinator):
    make_submitted()

    assert [remind(now=SATURDAY), remind(now=THURSDAY - timedelta(minutes=1))] == [0, 0]


def test_nothing_is_said_when_nothing_waits(coordinator):
    submission = make_submitted()
    open_for_intake(submission, reason="Intake check", by=coordinator, now=NOON)
    accept(submission, by=coordinator, now=NOON)

    assert remind(now=THURSDAY) == 0


def test_only_those_who_may_take_it_in_are_told(learner, assessor, safeguarding_lead):
    colleague = make_person("Cole League", Role.COORDINATOR, employer=employer())
    elsewhere = make_person("Else Where", Role.COORDINATOR)
    make_submitted(learner, make_cohort(intake=elsewhere))

    remind(now=THURSDAY)

    assert [len(told(person)) for person in (safeguarding_lead, elsewhere)] == [1, 1]
    assert [len(told(person)) for person in (colleague, assessor, learner)] == [0, 0, 0]
