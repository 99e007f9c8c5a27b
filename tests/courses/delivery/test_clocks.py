"""The clocks of an enrolment stand still and go on, without a reason."""

from datetime import timedelta

import pytest

from courses.delivery.actions import interrupt, restart_clocks, resume, stop_clocks, withdraw
from courses.delivery.clockwork import lapse_due, registration_ends_on
from courses.delivery.models import Pause
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.factories import make_enrolment

pytestmark = pytest.mark.django_db


def test_stopping_twice_is_one_pause_and_going_on_twice_ends_it_once(learner, coordinator):
    enrolment = make_enrolment(learner)

    pause = stop_clocks(enrolment, by=learner, now=NOON)
    assert stop_clocks(enrolment, by=coordinator, now=later(days=1)) == pause
    assert restart_clocks(enrolment, by=learner, now=later(days=3, hours=1)).days == 4
    assert restart_clocks(enrolment, by=learner, now=later(days=9)) is None

    enrolment.refresh_from_db()
    assert enrolment.days_interrupted == 4


def test_history_says_no_more_than_that_the_clocks_stood(learner):
    enrolment = make_enrolment(learner)

    stop_clocks(enrolment, by=learner, now=NOON)

    entry = Entry.objects.get(name="clocks.stopped")
    assert (entry.detail, entry.sealed) == ({"pause": str(Pause.objects.get().pk)}, {})


def test_reg_1_the_longest_registration_grows_by_every_pause(learner, coordinator):
    enrolment = make_enrolment(learner)
    ends_on = registration_ends_on(enrolment)
    stop_clocks(enrolment, by=learner, now=NOON)
    restart_clocks(enrolment, by=learner, now=later(days=10))
    interrupt(enrolment, reason="Work", by=coordinator, now=later(days=20))
    resume(enrolment, by=coordinator, now=later(days=25))

    enrolment.refresh_from_db()
    assert registration_ends_on(enrolment) == ends_on + timedelta(days=15)


def test_reg_1_nobody_lapses_while_her_clocks_stand(learner):
    enrolment = make_enrolment(learner)
    stop_clocks(enrolment, by=learner, now=NOON)

    assert lapse_due(now=later(days=900)) == 0
    restart_clocks(enrolment, by=learner, now=later(days=900))
    assert lapse_due(now=later(days=901)) == 0


def test_a_break_ends_as_a_break(learner, coordinator):
    enrolment = make_enrolment(learner)
    interrupt(enrolment, reason="Work", by=coordinator, now=NOON)

    with pytest.raises(NotAllowed, match="taking a break"):
        restart_clocks(enrolment, by=learner, now=later(days=1))


def test_a_break_that_begins_in_a_pause_goes_on_from_it(learner, coordinator):
    enrolment = make_enrolment(learner)
    stop_clocks(enrolment, by=learner, now=NOON)
    interrupt(enrolment, reason="Work", by=coordinator, now=later(days=2))
    resume(enrolment, by=coordinator, now=later(days=5))

    assert Pause.objects.get().days == 5


def test_there_is_no_clock_after_the_end(learner, coordinator):
    enrolment = make_enrolment(learner)
    withdraw(enrolment, reason="Moved", by=coordinator, now=NOON)

    with pytest.raises(NotAllowed, match="no clock to stop"):
        stop_clocks(enrolment, by=learner, now=NOON)
