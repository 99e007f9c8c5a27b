"""Whoever a learner keeps away has no part in what she asks; reminders; and the office's pages."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.cases.actions import ask_extension, seat_panel
from assessments.cases.queries import people_to_sit
from assessments.cases.reminders import remind
from courses.delivery.calendar import LONDON
from cpd.accounts.actions import keep_away
from cpd.accounts.away.rules import NOT_AVAILABLE
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.assessments.cases.panels import claimed, panel, seated
from tests.clock import NOON, TODAY
from tests.factories import make_cohort, make_portfolio
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 6, 22, 7, 30, tzinfo=LONDON)


def ask(submission):
    learner = submission.portfolio.enrolment.learner
    return ask_extension(submission, days=10, ground="safety", by=learner, now=NOON)


def test_whom_she_keeps_away_is_told_nothing_sees_nothing_and_answers_nothing(client, learner, coordinator):
    keep_away(name=str(coordinator), by=learner, now=NOON)
    case = ask(make_portfolio(learner))
    sign_in(client, coordinator)

    assert not Notice.objects.filter(person=coordinator, kind="case.asked").exists()
    assert str(learner) not in client.get(reverse("cases:list_cases")).text
    assert client.get(reverse("cases:show_case", args=[case.pk])).status_code == 404
    assert remind(now=MORNING) == 1  # the coordinator of the factories


def test_whom_she_keeps_away_sits_on_no_panel_and_no_word_says_why(learner, coordinator):
    chair, second, third = panel()
    keep_away(name=str(third), by=learner, now=NOON)
    case = claimed(make_portfolio(learner))

    assert third not in people_to_sit(case, TODAY)
    with pytest.raises(NotAllowed, match=NOT_AVAILABLE):
        seat_panel(case, chair=chair, members=[second, third], by=coordinator, now=NOON)


def test_who_answers_is_reminded_once_a_day_when_an_answer_is_due(learner, other_learner, coordinator):
    ask(make_portfolio(learner))
    seated(claimed(make_portfolio(other_learner)))

    told = [remind(now=MORNING), remind(now=MORNING)]

    people = set(Notice.objects.filter(kind="case.due").values_list("person", flat=True))
    assert told[0] == told[1] == len(people)
    assert {coordinator.pk, *(person.pk for person in panel())} <= people
    assert Notice.objects.filter(person=coordinator, kind="case.due").count() == 1


def test_the_office_sees_where_a_panels_case_stands_and_not_a_word_of_it(client, learner, coordinator):
    case = claimed(make_portfolio(learner))
    sign_in(client, coordinator)

    page = client.get(reverse("cases:show_case", args=[case.pk])).text

    assert "I had to move" not in page
    assert "Domestic abuse" not in page
    assert "It is for the panel and the learner alone" in page


@pytest.mark.parametrize("page", ["list_cases", "list_off_the_road"])
def test_lists_need_as_many_queries_for_many_rows_as_for_one(client, coordinator, django_assert_num_queries, page):
    sign_in(client, coordinator)
    cohort, url = make_cohort(), reverse(f"cases:{page}")

    def add(number):
        submission = make_portfolio(make_person(f"Learner{number} Many", "learner"), cohort)
        ask(submission)
        type(submission).objects.filter(pk=submission.pk).update(state="not_submitted")

    add(0)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in range(1, 5):
        add(number)
    with django_assert_num_queries(len(one)):
        assert "Learner4" in client.get(url).text


def test_a_panel_s_list_and_a_learner_s_need_as_many_queries_for_many_rows_as_for_one(
    client, learner, django_assert_num_queries
):
    chair, *_ = panel()
    cohort = make_cohort()
    asked = []
    for number in range(4):
        person = make_person(f"Panel{number} Learner", "learner")
        seated(claimed(make_portfolio(person, cohort)))
        claimed(make_portfolio(learner))
        if number == 0:
            for who, page in ((chair, "list_panel"), (learner, "list_requests")):
                sign_in(client, who).get(reverse(f"cases:{page}"))
                with CaptureQueriesContext(connection) as one:
                    client.get(reverse(f"cases:{page}"))
                asked.append((who, page, len(one)))

    for who, page, number in asked:
        sign_in(client, who).get(reverse(f"cases:{page}"))
        with django_assert_num_queries(number):
            client.get(reverse(f"cases:{page}"))
