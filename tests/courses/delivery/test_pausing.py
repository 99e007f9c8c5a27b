"""A pause for one's own wellbeing: every clock stands still, and no reason is asked, kept or shown."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from cpd.history.models import Entry
from tests.clock import NOON, later
from tests.factories import DUE, make_portfolio
from tests.people import sign_in

pytestmark = pytest.mark.django_db


def page(name, submission):
    return reverse(f"delivery:{name}", args=[submission.portfolio.enrolment_id])


def test_a_learner_pauses_without_a_reason_and_everything_moves(client, learner):
    submission = make_portfolio(learner)
    sign_in(client, learner)
    with time_machine.travel(NOON, tick=False):
        assert "reason" not in client.get(page("pause_everything", submission)).context
        assert client.post(page("pause_everything", submission), {"reason": "Zephyrine"}).status_code == 302
        assert "Paused since" in client.get("/").text
    with time_machine.travel(later(days=9, hours=20), tick=False):
        sign_in(client, learner).post(page("go_on", submission))
        client.post(page("go_on", submission))

    submission.refresh_from_db()
    assert submission.due_at == DUE + timedelta(days=10)
    assert [entry.sealed for entry in Entry.objects.filter(name__startswith="clocks.")] == [{}, {}]


def test_nobody_pauses_for_somebody_else(client, learner, other_learner):
    submission = make_portfolio(learner)
    sign_in(client, other_learner)

    assert client.post(page("pause_everything", submission)).status_code == 404
    assert client.post(page("go_on", submission)).status_code == 404
    assert not submission.portfolio.enrolment.pauses.exists()


def test_the_coordinator_sees_that_the_clocks_stand_still_and_no_more(client, learner, coordinator):
    submission = make_portfolio(learner)
    with time_machine.travel(NOON, tick=False):
        sign_in(client, learner).post(page("pause_everything", submission))
        shown = sign_in(client, coordinator).get(page("show_enrolment", submission)).text

    assert "Stand still since 3 June 2026; no reason is asked" in shown
