"""A second attempt opens only what was referred; a new draft follows an item that was locked away."""

import pytest

from assessments.portfolios.actions import (
    answer_manager,
    ask_manager,
    claim,
    open_next_attempt,
    open_portfolio,
    reopen_draft,
    start_text,
    submit,
    write_text,
)
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.moves import move
from assessments.portfolios.reading import read_own_text
from assessments.portfolios.states import Declaration, ItemState, SubmissionState
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.factories import MANAGER, TEXT, make_enrolment, make_ready_portfolio, make_submitted, name_manager

pytestmark = pytest.mark.django_db


def released(submission: Submission) -> Submission:
    for state in ("accepted", "marked", "confirmed", "ratified", "released"):
        move(submission, SubmissionState(state), now=NOON)
    return submission


@pytest.fixture
def second(learner, coordinator):
    first = released(make_submitted(learner))
    criteria = [first.criteria.get(number="2.1")]
    return open_next_attempt(first, criteria=criteria, due_at=later(days=60), by=coordinator, now=NOON)


def test_opening_a_portfolio_twice_makes_one(learner):
    enrolment = make_enrolment(learner)

    first = open_portfolio(enrolment, by=learner, now=NOON)
    second = open_portfolio(enrolment, by=learner, now=later(minutes=1))

    assert first == second
    assert first.due_at == enrolment.cohort.due_at
    assert first.criteria.count() == 3


def test_nobody_else_opens_a_portfolio(learner, other_learner):
    with pytest.raises(NotAllowed, match="Only the learner"):
        open_portfolio(make_enrolment(learner), by=other_learner, now=NOON)


def test_the_second_attempt_has_everything_in_place(second, learner):
    assert (second.attempt, second.state) == (2, SubmissionState.DRAFT)
    assert list(second.criteria.values_list("number", flat=True)) == ["2.1"]
    assert sorted(second.items.values_list("label", flat=True)) == ["E1", "E2"]
    assert read_own_text(second.items.get(label="E2"), by=learner) == TEXT
    assert second.items.get(label="E1").claims.count() == 2


def test_work_on_the_second_attempt_leaves_the_first_whole(second, learner):
    item = second.items.get(label="E2")
    write_text(item, text="Written again.", version=item.version, by=learner, now=NOON)

    assert read_own_text(item.carried_from, by=learner) == TEXT


def test_only_referred_criteria_are_open(second, learner):
    task = second.portfolio.enrolment.version.tasks.get(key="P1")
    criterion = second.portfolio.enrolment.version.criteria.get(number="1.1")

    with pytest.raises(NotAllowed, match="met already"):
        start_text(second, task=task, mode="anonymised_rewrite", by=learner, now=NOON)
    with pytest.raises(NotAllowed, match="met already"):
        claim(second.items.get(label="E2"), criterion=criterion, by=learner, now=NOON)


def test_opening_the_next_attempt_twice_makes_one(second, coordinator):
    criteria = second.criteria.all()

    again = open_next_attempt(second.previous, criteria=criteria, due_at=NOON, by=coordinator, now=NOON)

    assert again == second


def test_the_next_attempt_waits_for_the_release(learner, coordinator):
    first = make_submitted(learner)

    with pytest.raises(NotAllowed, match="when this one is over"):
        open_next_attempt(first, criteria=first.criteria.all(), due_at=NOON, by=coordinator, now=NOON)


def test_the_second_attempt_can_be_sealed(second, learner):
    sealed = submit(second, declarations=Declaration.values, by=learner, now=NOON)

    assert sealed.state == SubmissionState.SUBMITTED
    assert sealed.manifest_digest != sealed.previous.manifest_digest


def test_a_new_draft_has_all_but_the_item_that_was_locked_away(learner, safeguarding_lead):
    submission = make_submitted(learner)
    EvidenceItem.objects.filter(submission=submission, label="E1").update(state=ItemState.QUARANTINED)
    move(submission, SubmissionState.QUARANTINED, now=NOON)

    draft = reopen_draft(submission, by=safeguarding_lead, now=NOON)

    assert (draft.attempt, draft.draft_number, draft.state) == (1, 2, SubmissionState.DRAFT)
    assert list(draft.items.values_list("label", flat=True)) == ["E2"]
    assert reopen_draft(submission, by=safeguarding_lead, now=NOON) == draft


def test_a_confirmation_goes_along(learner, coordinator):
    submission = name_manager(make_ready_portfolio(learner))
    item = submission.items.get(label="E2")
    attestation, _ = ask_manager(submission, item=item, **MANAGER, by=learner, now=NOON)
    answer_manager(attestation, answer="confirmed", relationship="supervisor", role="Lead", now=NOON)
    first = released(submit(submission, declarations=Declaration.values, by=learner, now=NOON))

    second = open_next_attempt(first, criteria=first.criteria.all(), due_at=NOON, by=coordinator, now=NOON)

    assert second.items.get(label="E2").attestations.get().state == "confirmed"
    assert item.attestations.get().state == "confirmed"
