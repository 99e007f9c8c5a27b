"""Two presses at the same moment, on two connections."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from assessments.portfolios.actions import open_portfolio, submit
from assessments.portfolios.models import Submission
from assessments.portfolios.states import Declaration
from cpd.history.models import Entry
from tests.clock import NOON
from tests.factories import make_enrolment, make_ready_portfolio


def at_once(action, times: int = 2) -> list:
    """Run an action at the same moment on connections of its own; what each gave."""
    barrier = threading.Barrier(times)

    def run():
        barrier.wait()
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(times)]]


@pytest.mark.django_db(transaction=True)
def test_two_presses_of_submit_seal_once(learner):
    submission = make_ready_portfolio(learner)

    first, second = at_once(lambda: submit(submission, declarations=Declaration.values, by=learner, now=NOON))

    assert first.manifest_digest == second.manifest_digest
    assert Entry.objects.filter(name="submission.submitted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_of_start_make_one_portfolio(learner):
    enrolment = make_enrolment(learner)

    first, second = at_once(lambda: open_portfolio(enrolment, by=learner, now=NOON))

    assert first == second
    assert Submission.objects.count() == 1
