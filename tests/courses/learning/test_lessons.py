"""Reading a lesson and marking it as done."""

import pytest
from django.urls import reverse

from courses.catalogue.actions import publish_erratum
from courses.delivery.actions import interrupt, offer_place, withdraw
from courses.learning import actions, queries
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.factories import make_cohort, make_enrolment
from tests.people import sign_in


def lesson_url(enrolment, slug="01-first"):
    return reverse("learning:show_lesson", args=[enrolment.pk, slug])


def first(enrolment):
    return enrolment.version.lessons.get(slug="01-first")


def offer(learner, coordinator):
    return offer_place(
        make_cohort(),
        email=learner.email,
        given_names="",
        family_name="",
        certificate_name="",
        employer=None,
        by=coordinator,
        now=NOON,
    )


def test_a_lesson_is_read_by_nobody_but_its_learner(client, learner, other_learner):
    enrolment = make_enrolment(learner)

    assert sign_in(client, other_learner).get(lesson_url(enrolment)).status_code == 404


@pytest.mark.parametrize("role", ["assessor", "coordinator", "administrator", "auditor"])
def test_staff_cannot_open_a_learners_lesson(client, learner, role, request):
    enrolment = make_enrolment(learner)

    assert sign_in(client, request.getfixturevalue(role)).get(lesson_url(enrolment)).status_code == 403


def test_a_lesson_is_closed_until_the_place_is_taken_up(client, learner, coordinator):
    enrolment = offer(learner, coordinator)

    answer = sign_in(client, learner).get(lesson_url(enrolment))

    assert answer.status_code == 403
    assert "enter the code" in answer.text


def test_a_lesson_is_closed_after_withdrawing_and_says_so(client, learner):
    enrolment = make_enrolment(learner)
    withdraw(enrolment, reason="learner_asked", by=learner, now=NOON)

    answer = sign_in(client, learner).get(lesson_url(enrolment))

    assert answer.status_code == 403
    assert "has ended" in answer.text


def test_a_break_leaves_the_lessons_open(client, learner):
    enrolment = make_enrolment(learner)
    interrupt(enrolment, reason="family", by=learner, now=NOON)

    assert sign_in(client, learner).get(lesson_url(enrolment)).status_code == 200


def test_a_lesson_of_another_version_is_not_found(client, learner):
    enrolment = make_enrolment(learner)

    assert sign_in(client, learner).get(lesson_url(enrolment, "99-none")).status_code == 404


def test_opening_a_lesson_twice_leaves_one_entry(client, learner):
    enrolment = make_enrolment(learner)
    sign_in(client, learner)

    client.get(lesson_url(enrolment))
    client.get(lesson_url(enrolment))

    assert Entry.objects.filter(name="lesson.opened").count() == 1


def test_marking_a_lesson_counts_it_once_and_can_be_taken_back(learner):
    enrolment = make_enrolment(learner)

    actions.mark_lesson(enrolment, lesson=first(enrolment), is_done=True, by=learner, now=NOON)
    actions.mark_lesson(enrolment, lesson=first(enrolment), is_done=True, by=learner, now=NOON)

    assert queries.get_outline(enrolment).done == 1
    assert Entry.objects.filter(name="lesson.done").count() == 1
    actions.mark_lesson(enrolment, lesson=first(enrolment), is_done=False, by=learner, now=NOON)
    assert queries.get_outline(enrolment).done == 0


def test_nobody_marks_a_lesson_for_somebody_else(learner, other_learner):
    enrolment = make_enrolment(learner)

    with pytest.raises(NotAllowed):
        actions.mark_lesson(enrolment, lesson=first(enrolment), is_done=True, by=other_learner, now=NOON)

    assert queries.get_outline(enrolment).done == 0


def test_she_goes_on_with_the_lesson_she_opened_last(learner):
    enrolment = make_enrolment(learner)
    second = enrolment.version.lessons.get(slug="02-second")
    assert queries.get_outline(enrolment).next_lesson == first(enrolment)

    actions.open_lesson(enrolment, lesson=first(enrolment), by=learner, now=NOON)
    actions.open_lesson(enrolment, lesson=second, by=learner, now=later(minutes=5))

    assert queries.get_outline(enrolment).next_lesson == second
    actions.mark_lesson(enrolment, lesson=second, is_done=True, by=learner, now=later(minutes=9))
    assert queries.get_outline(enrolment).next_lesson == first(enrolment)


def test_marking_works_from_the_page_and_offers_the_next_lesson(client, learner):
    enrolment = make_enrolment(learner)
    sign_in(client, learner)

    answer = client.post(
        reverse("learning:mark_lesson", args=[enrolment.pk, "01-first"]), {"is_done": "yes"}, follow=True
    )

    assert "You have done this lesson" in answer.text
    assert lesson_url(enrolment, "02-second") in answer.text


def test_an_erratum_stands_beside_the_lesson(client, learner, author):
    enrolment = make_enrolment(learner)
    publish_erratum(enrolment.version, text="The date is 2021.", lesson=first(enrolment), by=author, now=NOON)

    answer = sign_in(client, learner).get(lesson_url(enrolment))

    assert "Corrections to this lesson" in answer.text
    assert "The date is 2021." in answer.text


def test_the_titles_of_learning_pages_name_neither_module_nor_lesson(client, learner):
    enrolment = make_enrolment(learner)
    case = enrolment.version.cases.get()
    sign_in(client, learner)
    pages = [
        reverse("learning:list_modules"),
        reverse("learning:show_module", args=[enrolment.pk]),
        lesson_url(enrolment),
        reverse("learning:show_case", args=[enrolment.pk, case.pk]),
    ]

    titles = [client.get(page).text.split("<title>")[1].split("</title>")[0] for page in pages]

    assert [title.split(" – ")[0] for title in titles] == ["My modules", "Module", "Lesson", "Made-up case"]
