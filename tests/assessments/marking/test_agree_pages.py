"""The page on which two assessors answer each other."""

import pytest
from django.urls import reverse

from assessments.marking.actions import begin, finalise
from assessments.marking.models import Agreement, Mark
from assessments.marking.queries import version_of
from assessments.marking.states import AgreementState, MarkState
from tests.assessments.marking.desks import all_met, url
from tests.assessments.marking.test_agreeing import give, mark_both, propose, say, submission_of
from tests.clock import NOON
from tests.factories import make_allocation
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(assessor, second_assessor):
    """Two marks that differ on 1.1, and what the first assessor proposes."""
    submission = submission_of("double_blind")
    agreement = mark_both((give(submission, assessor), give(submission, second_assessor)), ["1.1"], [])
    say(agreement, "1.1", "met")
    return propose(agreement)


def page(agreement):
    return reverse("marking:agree_mark", args=[agreement.pk])


def answer(client, agreement, then, **data):
    seen = version_of(Mark.objects.get(allocation=agreement.allocation))
    return client.post(page(agreement), {"seen": seen, "then": then, "answer": ""} | data)


def test_both_marks_stand_side_by_side_with_the_difference_in_words(client, agreement, second_assessor):
    shown = sign_in(client, second_assessor).get(page(agreement)).text

    assert shown.count("The marks differ.") == 1
    assert "Say what you did, and when." in shown
    assert "We read para 1 together" in shown
    assert agreement.submission.portfolio.enrolment.learner.family_name not in shown


def test_one_press_agrees(client, agreement, second_assessor):
    sign_in(client, second_assessor)

    assert answer(client, agreement, "agree").url == reverse("marking:show_queue")

    agreement.refresh_from_db()
    assert (agreement.state, agreement.agreed_by) == (AgreementState.AGREED, second_assessor)


def test_an_answer_to_an_older_proposal_is_409_and_shows_how_it_stands(client, agreement, second_assessor):
    sign_in(client, second_assessor)

    stale = answer(client, agreement, "agree", seen=1, answer="My words.")

    assert stale.status_code == 409
    assert "The proposal was changed since you looked" in stale.text
    assert "My words." in stale.text


def test_going_on_discussing_needs_a_word(client, agreement, second_assessor):
    sign_in(client, second_assessor)

    assert answer(client, agreement, "discuss").status_code == 403
    assert answer(client, agreement, "discuss", answer="Para 2?").status_code == 302
    agreement.refresh_from_db()
    assert (agreement.state, agreement.answer) == (AgreementState.OPEN, "Para 2?")


def test_whoever_proposed_may_take_it_back_or_ask_for_a_third(client, agreement, assessor):
    sign_in(client, assessor)
    assert client.get(url("mark_submission", agreement.allocation)).url == page(agreement)

    answer(client, agreement, "discuss")
    assert client.get(url("mark_submission", agreement.allocation)).status_code == 200
    answer(client, agreement, "third", answer="We read it differently.")

    assert Agreement.objects.get().state == AgreementState.THIRD


def test_nobody_else_finds_it(client, agreement):
    sign_in(client, make_person("Ora Other", "assessor"))

    assert client.get(page(agreement)).status_code == 404


def test_text_typed_at_a_desk_that_was_closed_meanwhile_is_given_back(client, assessor):
    allocation = make_allocation(assessor)
    mark = begin(allocation, by=assessor, now=NOON)
    sign_in(client, assessor)
    client.post(url("mark_submission", allocation), all_met(mark))
    older = all_met(Mark.objects.get(), **{"c1-1-feedback": "Typed in the other tab."})
    finalise(Mark.objects.get(), by=assessor, now=NOON)

    answer = client.post(url("mark_submission", allocation), older)

    assert answer.status_code == 409
    assert "Typed in the other tab." in answer.text
    assert Mark.objects.get().state == MarkState.FINAL
