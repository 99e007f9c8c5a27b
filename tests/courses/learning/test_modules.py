"""The learner's list of modules and the page of one."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.delivery.models import Cohort, Enrolment
from courses.learning import actions
from tests.clock import NOON
from tests.factories import make_enrolment
from tests.people import sign_in

LIST = "learning:list_modules"


def test_without_a_place_the_list_says_what_to_do(client, learner):
    answer = sign_in(client, learner).get(reverse(LIST))

    assert "You are not on a module yet" in answer.text
    assert reverse("delivery:enter_code") in answer.text


def test_the_list_shows_how_far_she_is(client, learner):
    enrolment = make_enrolment(learner)
    lesson = enrolment.version.lessons.get(slug="01-first")
    actions.mark_lesson(enrolment, lesson=lesson, is_done=True, by=learner, now=NOON)

    answer = sign_in(client, learner).get(reverse(LIST))

    assert "1 of 2 lessons done, about 5 minutes of reading left" in answer.text


def test_the_list_shows_nothing_of_others(client, learner, other_learner):
    make_enrolment(learner)

    assert "A short module" not in sign_in(client, other_learner).get(reverse(LIST)).text


def test_the_module_page_says_what_it_covers(client, learner):
    enrolment = make_enrolment(learner)

    answer = sign_in(client, learner).get(reverse("learning:show_module", args=[enrolment.pk]))

    for words in ("FHEQ level 4", "5 CATS credits (2.5 ECTS)", "50 in all", "17, counted apart", "1.1 State the risk"):
        assert words in answer.text


def test_the_made_up_case_is_open_to_its_learner_alone(client, learner, other_learner):
    enrolment = make_enrolment(learner)
    page = reverse("learning:show_case", args=[enrolment.pk, enrolment.version.cases.get().pk])

    assert sign_in(client, other_learner).get(page).status_code == 404
    assert "The Brook family" in sign_in(client, learner).get(page).text


def enrol_on_copies(enrolment, number):
    """Put the learner on that many more cohorts of the same version."""
    cohort = enrolment.cohort
    cohorts = Cohort.objects.bulk_create(
        Cohort(
            code=f"COPY-{at}",
            version=cohort.version,
            accreditation=cohort.accreditation,
            starts_on=cohort.starts_on,
            due_at=cohort.due_at,
            created_at=NOON,
        )
        for at in range(number)
    )
    Enrolment.objects.bulk_create(
        Enrolment(
            cohort=copy,
            learner=enrolment.learner,
            version=enrolment.version,
            accreditation=enrolment.accreditation,
            candidate_number=copy.code,
            state="active",
            enrolled_on=NOON.date(),
            offered_at=NOON,
            calendar_token=copy.code,
        )
        for copy in cohorts
    )


def test_the_list_costs_the_same_for_one_module_and_for_thirty(client, learner):
    enrolment = make_enrolment(learner)
    sign_in(client, learner).get(reverse(LIST))
    with CaptureQueriesContext(connection) as for_one:
        client.get(reverse(LIST))

    enrol_on_copies(enrolment, 29)
    with CaptureQueriesContext(connection) as for_thirty:
        answer = client.get(reverse(LIST))

    assert len(answer.context["outlines"]) == 30
    assert len(for_thirty) == len(for_one)
