"""The signed-in learner on her pages, at the moment the tests live at."""

import pytest
import time_machine

from tests.clock import NOON
from tests.factories import make_ready_portfolio
from tests.people import sign_in


@pytest.fixture
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def page(client, learner, at_noon):
    return sign_in(client, learner)


@pytest.fixture
def portfolio(learner):
    return make_ready_portfolio(learner)


@pytest.fixture
def task(portfolio):
    return portfolio.portfolio.enrolment.version.tasks.get(key="P1")
