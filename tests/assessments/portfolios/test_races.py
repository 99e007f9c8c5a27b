"""Two presses at the same moment, on two connections."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from assessments.portfolios.actions import Changed, choose_layer, choose_way, open_portfolio, submit
from assessments.portfolios.contents import load_contents
from assessments.portfolios.fingerprints import fingerprint
from assessments.portfolios.models import Submission
from assessments.portfolios.states import Declaration
from courses.delivery.actions import withdraw
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import make_enrolment, make_ready_portfolio, make_text


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


def outcome(action):
    """What an action gave, or the class of its refusal."""
    try:
        return action()
    except (NotAllowed, Changed) as refused:
        return type(refused)


def one_of(*steps):
    """Each thread takes the next of these."""
    waiting = iter(steps)
    return lambda: outcome(next(waiting))


def hand_in(submission, learner, seen=""):
    return submit(submission, declarations=Declaration.values, by=learner, now=NOON, seen=seen)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("wider", [False, True])
def test_a_layer_that_is_changed_while_she_submits_is_sealed_as_it_stands(learner, wider):
    """Whichever comes first, nobody reads under one layer what was sealed under another."""
    submission = make_ready_portfolio(learner)
    item = submission.items.filter(mode="reflective_account").first() or make_text(submission)
    submission.items.filter(pk=item.pk).update(mode="reflective_account", layer="assessor")
    seen = fingerprint(load_contents(submission))
    layer = "auditor" if wider else "private"

    results = at_once(
        one_of(
            lambda: hand_in(submission, learner, seen),
            lambda: choose_layer(item, layer=layer, by=learner, now=NOON),
        )
    )

    submission.refresh_from_db()
    item.refresh_from_db()
    if submission.state == "submitted":
        assert (results.count(NotAllowed), item.layer) == (1, "assessor")
        assert item.label in submission.manifest
    else:
        # Without a reflection that she now keeps to herself there may be too little to submit.
        assert (sum(one in (Changed, NotAllowed) for one in results), item.layer, submission.manifest) == (1, layer, "")


@pytest.mark.django_db(transaction=True)
def test_another_way_that_is_chosen_while_she_submits_is_sealed_or_refused(learner):
    submission = make_ready_portfolio(learner)
    task = submission.portfolio.enrolment.version.tasks.exclude(instead="").first()

    seen = fingerprint(load_contents(submission))

    results = at_once(
        one_of(
            lambda: hand_in(submission, learner, seen),
            lambda: choose_way(submission, task=task, is_other=True, by=learner, now=NOON),
        )
    )

    submission.refresh_from_db()
    is_other = submission.portfolio.other_ways.exists()
    came_first = Entry.objects.filter(name__in=["task.way_chosen", "submission.submitted"]).order_by("pk").first().name
    if came_first == "submission.submitted":
        assert (results.count(NotAllowed), is_other) == (1, False)
    else:
        assert (results.count(Changed), is_other, submission.state) == (1, True, "draft")


@pytest.mark.django_db(transaction=True)
def test_another_way_that_is_chosen_while_a_coordinator_withdraws_her_is_refused_or_before_it(learner, coordinator):
    submission = make_ready_portfolio(learner)
    enrolment = submission.portfolio.enrolment
    task = enrolment.version.tasks.exclude(instead="").first()

    at_once(
        one_of(
            lambda: withdraw(enrolment, reason="She moved.", by=coordinator, now=NOON),
            lambda: choose_way(submission, task=task, is_other=True, by=learner, now=NOON),
        )
    )

    enrolment.refresh_from_db()
    assert enrolment.state == "withdrawn"
    names = list(
        Entry.objects.filter(name__in=["task.way_chosen", "enrolment.withdrawn"])
        .order_by("pk")
        .values_list("name", flat=True)
    )
    assert names in (["enrolment.withdrawn"], ["task.way_chosen", "enrolment.withdrawn"])
    assert submission.portfolio.other_ways.exists() is (len(names) == 2)
