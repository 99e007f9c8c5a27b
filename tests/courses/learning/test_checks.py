"""Knowledge checks: feedback in words, as many tries as she likes, with and without script."""

import pytest
from django.urls import reverse

from courses.catalogue.models import Check
from courses.learning import actions
from courses.learning.models import CheckAnswer
from cpd.history.models import Entry
from tests.clock import NOON
from tests.factories import make_enrolment
from tests.people import sign_in


@pytest.fixture
def enrolment(learner):
    return make_enrolment(learner)


def check_url(enrolment, key="q1"):
    return reverse("learning:answer_check", args=[enrolment.pk, "01-first", key])


def option(enrolment, text):
    return Check.objects.get(lesson__version=enrolment.version, lesson__slug="01-first", key="q1").options.get(
        text=text
    )


@pytest.mark.parametrize(
    ("text", "verdict", "feedback"),
    [("This one", "That is right.", "Yes."), ("That one", "Not quite.", "No, look again.")],
)
def test_an_answer_brings_its_own_feedback(client, enrolment, text, verdict, feedback):
    sign_in(client, enrolment.learner)

    answer = client.post(check_url(enrolment), {"chosen": option(enrolment, text).pk}, follow=True)

    assert verdict in answer.text
    assert f"<p>{feedback}</p>" in answer.text


def test_with_script_only_the_question_comes_back(client, enrolment):
    sign_in(client, enrolment.learner)

    answer = client.post(check_url(enrolment), {"chosen": option(enrolment, "This one").pk}, HTTP_HX_REQUEST="true")

    assert answer.status_code == 200
    assert answer.text.strip().startswith('<section class="card" id="check-q1">')
    assert "data-focus" in answer.text


@pytest.mark.parametrize("headers", [{}, {"HTTP_HX_REQUEST": "true"}])
@pytest.mark.parametrize("data", [{}, {"chosen": "nonsense"}])
def test_no_answer_is_asked_for_in_words(client, enrolment, headers, data):
    sign_in(client, enrolment.learner)

    answer = client.post(check_url(enrolment), data, **headers)

    assert answer.status_code == 422
    assert "Choose" in answer.text
    assert CheckAnswer.objects.count() == 0


def test_an_option_of_another_question_is_refused(client, enrolment):
    sign_in(client, enrolment.learner)
    other = Check.objects.get(lesson__version=enrolment.version, lesson__slug="02-second", key="q1").options.first()

    assert client.post(check_url(enrolment), {"chosen": other.pk}).status_code == 422


def test_another_learner_cannot_answer(client, enrolment, other_learner):
    sign_in(client, other_learner)

    answer = client.post(check_url(enrolment), {"chosen": option(enrolment, "This one").pk})

    assert answer.status_code == 404


def test_trying_again_keeps_the_last_answer_and_no_mistake(enrolment):
    question = option(enrolment, "This one").check_question

    for text in ("That one", "This one"):
        actions.answer_check(
            enrolment, question=question, chosen=[option(enrolment, text)], by=enrolment.learner, now=NOON
        )

    answer = CheckAnswer.objects.get()
    assert answer.was_right
    assert [chosen.text for chosen in answer.chosen.all()] == ["This one"]
    assert [entry.detail for entry in Entry.objects.filter(name="check.answered")] == [{}, {}]
