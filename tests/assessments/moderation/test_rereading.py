"""MIS-2: what somebody marked since a named day is listed for the moderators, who are not told why."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.standing.register.actions import decide_suspicion, enter_suspicion, name_investigator
from tests.clock import NOON, TODAY
from tests.factories import make_cohort, make_marked, make_sample
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
LIST = "/moderation/again/"


@pytest.fixture
def mark(assessor):
    return make_marked(assessor)


def number_of(mark):
    return mark.submission.portfolio.enrolment.candidate_number


def ask(mark, by, since=TODAY):
    agreement = mark.submission.portfolio.enrolment.cohort.accreditation
    return enter_suspicion(
        mark.assessor, kind="invented", note="Seen.", accreditation=agreement, marked_since=since, by=by, now=NOON
    )


def test_marks_since_the_day_are_listed_by_number_and_without_a_reason(client, moderator, coordinator, mark):
    other = make_marked(make_person("Ola Other", "assessor"), make_person("Next Learner"))
    ask(mark, coordinator)
    sign_in(client, moderator)

    page = client.get(LIST).text

    assert number_of(mark) in page
    assert number_of(other) not in page
    for word in ("Asha", "suspicion", "malpractice", "Invented", str(mark.assessor_id)):
        assert word not in page


def test_a_mark_in_ones_own_sample_is_one_press_away_and_no_mark_changes(client, moderator, coordinator, mark):
    item = make_sample(mark.submission.portfolio.enrolment.cohort, moderator).items.get()
    ask(mark, coordinator)
    sign_in(client, moderator)

    assert reverse("moderation:review_item", args=[item.pk]) in client.get(LIST).text
    mark.refresh_from_db()
    assert mark.stands


@pytest.mark.parametrize("since", [None, TODAY + timedelta(days=1)])
def test_without_a_day_or_before_it_nothing_is_listed(client, moderator, coordinator, mark, since):
    suspicion = ask(mark, coordinator)
    type(suspicion).objects.update(marked_since=since)
    sign_in(client, moderator)

    assert "Nobody asked for marks to be read again" in client.get(LIST).text


@pytest.mark.parametrize(("outcome", "listed"), [("no_case", False), ("warning", True), ("barred", True)])
def test_it_stays_on_the_list_unless_there_was_no_case(
    client, moderator, coordinator, administrator, mark, outcome, listed
):
    suspicion = name_investigator(ask(mark, coordinator), investigator=administrator, by=coordinator, now=NOON)
    decide_suspicion(suspicion, outcome=outcome, reason="Read.", by=administrator, now=NOON)
    sign_in(client, moderator)

    assert (number_of(mark) in client.get(LIST).text) is listed


def test_a_moderator_of_another_cohort_and_the_assessor_herself_see_nothing(client, moderator, coordinator, mark):
    cohort = mark.submission.portfolio.enrolment.cohort
    ask(mark, coordinator)
    mark.assessor.appointments.create(
        role="moderator",
        organisation=mark.assessor.appointments.first().organisation,
        starts_on=TODAY,
        appointed_at=NOON,
    )
    sign_in(client, mark.assessor)
    session = client.session
    session["role"] = "moderator"
    session.save()
    assert number_of(mark) not in client.get(LIST).text
    cohort.staff.create(person=make_person("Named Moderator", "moderator"), role="moderator")
    sign_in(client, moderator)
    assert number_of(mark) not in client.get(LIST).text


def test_the_list_asks_as_much_for_many_as_for_one(
    client, moderator, coordinator, assessor, mark, django_assert_num_queries
):
    ask(mark, coordinator)
    sign_in(client, moderator)
    client.get(LIST)
    with CaptureQueriesContext(connection) as for_one:
        client.get(LIST)
    many = make_cohort()
    for index in range(3):
        make_marked(assessor=make_person(f"A {index}", "assessor"), learner=make_person(f"L {index}"), cohort=many)
    type(mark).objects.update(assessor=assessor)

    with django_assert_num_queries(len(for_one)):
        assert client.get(LIST).text.count("In none") == 4
