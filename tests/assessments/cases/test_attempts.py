"""Attempts that were not handed in, earlier learning, and what follows."""

from datetime import date, timedelta

import pytest

from assessments.cases import tasks
from assessments.cases.actions import (
    answer,
    ask_extension,
    claim_prior_learning,
    open_after_absence,
    take_back_request,
    take_extension,
)
from assessments.cases.clockwork import close_overdue
from assessments.confidentiality.actions import open_for_intake, return_for_correction
from assessments.portfolios.actions import submit
from assessments.portfolios.states import Declaration, SubmissionState
from courses.delivery.actions import stop_clocks
from courses.delivery.calendar import five_pm
from courses.delivery.clockwork import lapse
from cpd.jobs.schedule import SCHEDULES
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import make_portfolio, make_ready_portfolio, make_submitted, set_rules

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
LAST_MOMENT = five_pm(date(2026, 7, 10))


def state_of(submission) -> str:
    submission.refresh_from_db()
    return submission.state


def test_lat_1_after_the_late_days_an_attempt_counts_as_not_handed_in(learner):
    submission = make_portfolio(learner)

    assert close_overdue(now=LAST_MOMENT) == 0
    assert close_overdue(now=LAST_MOMENT + SECOND) == 1
    assert close_overdue(now=LAST_MOMENT + SECOND) == 0

    assert state_of(submission) == SubmissionState.NOT_SUBMITTED
    assert Notice.objects.filter(person=learner, kind="submission.not_submitted").count() == 1


def test_the_sweep_is_on_the_schedule_and_can_run_twice(learner, time_machine):
    submission = make_portfolio(learner)
    time_machine.move_to(LAST_MOMENT + DAY)

    tasks.close_overdue_attempts("turn")()
    tasks.close_overdue_attempts("turn")()

    assert {"cases.close_overdue", "cases.remind"} <= set(SCHEDULES)
    assert state_of(submission) == SubmissionState.NOT_SUBMITTED


def test_nothing_is_closed_while_a_request_waits_or_clocks_stand(learner, other_learner):
    waiting, stopped = make_portfolio(learner), make_portfolio(other_learner)
    case = ask_extension(waiting, days=10, ground="health", by=learner, now=NOON)
    stop_clocks(stopped.portfolio.enrolment, by=other_learner, now=NOON)

    assert close_overdue(now=LAST_MOMENT + 30 * DAY) == 0
    take_back_request(case, by=learner, now=LAST_MOMENT + 30 * DAY)
    assert close_overdue(now=LAST_MOMENT + 30 * DAY) == 1
    assert state_of(stopped) == SubmissionState.DRAFT


def test_ano_1_a_correction_that_never_came_counts_as_not_handed_in(learner, coordinator):
    submission = make_submitted(learner)
    open_for_intake(submission, reason="Check", by=coordinator, now=NOON)
    places = [(submission.items.first(), "name", "para 1")]
    submission = return_for_correction(submission, places=places, by=coordinator, now=NOON)
    submission.due_at = NOON
    submission.save()

    assert close_overdue(now=submission.correct_by) == 0
    assert close_overdue(now=submission.correct_by + SECOND) == 1
    assert state_of(submission) == SubmissionState.NOT_SUBMITTED


def test_a_registration_that_lapses_closes_the_draft(learner):
    submission = make_portfolio(learner)
    lapse(submission.portfolio.enrolment, by=None, now=NOON)

    assert state_of(submission) == SubmissionState.NOT_SUBMITTED


def test_ref_1_the_next_attempt_after_one_that_never_came(learner, coordinator):
    first = make_ready_portfolio(learner)
    close_overdue(now=LAST_MOMENT + SECOND)

    second = open_after_absence(first, by=coordinator, now=LAST_MOMENT + DAY)
    close_overdue(now=second.due_at + 30 * DAY)

    second.refresh_from_db()
    assert (second.attempt, second.is_capped, second.state) == (2, True, SubmissionState.NOT_SUBMITTED)
    assert second.items.count() == first.items.count()
    with pytest.raises(NotAllowed, match="2 attempts. A further one is for the board"):
        open_after_absence(second, by=coordinator, now=second.due_at + 31 * DAY)


def test_ref_2_it_is_due_twenty_working_days_later(learner, coordinator):
    first = make_portfolio(learner)
    close_overdue(now=LAST_MOMENT + SECOND)

    second = open_after_absence(first, by=coordinator, now=five_pm(date(2026, 8, 24)))

    assert second.due_at == five_pm(date(2026, 9, 22))


def test_only_a_coordinator_opens_it_and_only_for_what_was_not_handed_in(learner, coordinator):
    submission = make_portfolio(learner)
    with pytest.raises(NotAllowed, match="were not handed in"):
        open_after_absence(submission, by=coordinator, now=NOON)
    with pytest.raises(NotAllowed, match="A coordinator"):
        open_after_absence(submission, by=learner, now=NOON)


def prior(submission, count=1, learnt_on=date(2024, 1, 1)):
    learner = submission.portfolio.enrolment.learner
    criteria = list(submission.criteria.order_by("position")[:count])
    return claim_prior_learning(
        submission, criteria=criteria, learnt_on=learnt_on, statement="A course on risk.", by=learner, now=NOON
    )


def test_rpl_1_criteria_are_credited_and_need_no_evidence(learner, coordinator):
    submission = make_ready_portfolio(learner)
    case = prior(submission)

    answer(case, outcome="granted", reason="It shows it.", by=coordinator, now=NOON)

    assert submission.criteria.count() == submission.portfolio.enrolment.version.criteria.count() - 1
    assert submit(submission, declarations=Declaration.values, by=learner, now=NOON).state == SubmissionState.SUBMITTED


def test_rpl_1_at_most_half_and_never_the_whole_module(learner):
    submission = make_portfolio(learner)

    with pytest.raises(NotAllowed, match="here for 1 of its 3 criteria"):
        prior(submission, count=2)


def test_rpl_1_never_the_whole_module_whatever_the_rules_say(learner):
    submission = make_portfolio(learner)
    set_rules(submission.portfolio.enrolment.cohort, rpl_percent=99)

    with pytest.raises(NotAllowed, match="Choose fewer"):
        prior(submission, count=3)


@pytest.mark.parametrize(
    ("learnt_on", "sentence"), [(date(2021, 6, 2), "counts for 5 years"), (date(2026, 6, 4), "in the future")]
)
def test_rpl_1_five_years_old_at_most(learner, learnt_on, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        prior(make_portfolio(learner), learnt_on=learnt_on)


def test_rpl_1_two_claims_cannot_add_up_to_more(learner, coordinator):
    submission = make_portfolio(learner)
    answer(prior(submission), outcome="granted", reason="Yes.", by=coordinator, now=NOON)

    with pytest.raises(NotAllowed, match="Choose fewer"):
        prior(submission)


def test_an_extension_does_not_open_what_is_closed(learner):
    submission = make_portfolio(learner)
    close_overdue(now=LAST_MOMENT + SECOND)
    submission.refresh_from_db()

    with pytest.raises(NotAllowed, match="Not submitted"):
        take_extension(submission, days=3, ground="job", by=learner, now=LAST_MOMENT + DAY)
