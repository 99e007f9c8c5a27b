"""Who read what: the learner's view, unusual reading for the lead, and opening in an emergency."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.audit.actions import add_to_visit, open_visit
from assessments.confidentiality.actions import (
    close_emergency,
    look_at_reading,
    open_for_intake,
    open_in_emergency,
)
from assessments.confidentiality.models import EmergencyOpening, UnusualReading
from assessments.confidentiality.watching import watch
from assessments.marking.models import Allocation
from assessments.portfolios.openings import describe_openings, list_entries
from assessments.portfolios.reading import open_evidence
from courses.delivery.calendar import LONDON
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.factories import make_allocation, make_portfolio, make_submitted
from tests.people import prove_again, sign_in

pytestmark = pytest.mark.django_db
WHY = "A child named in it may be hurt tonight."


def read(submission, by, because, now=NOON):
    for item in submission.items.present():
        open_evidence(item, by=by, because=because, now=now)


def kinds():
    return sorted(UnusualReading.objects.values_list("kind", flat=True))


def lines(submission):
    portfolio = submission.portfolio
    return [(line.who, line.how, line.labels) for line in describe_openings(portfolio, list_entries(portfolio))]


def test_the_learner_sees_roles_and_a_name_only_where_nobody_is_blind(learner, assessor, coordinator):
    submission = make_allocation(assessor, learner).submission
    read(submission, coordinator, "intake")
    read(submission, assessor, "marking", later(hours=1))
    read(submission, learner, "own", later(hours=2))

    assert lines(submission) == [
        ("An assessor", "Looked at", "E1, E2"),
        (f"Safety check: {coordinator}", "Looked at", "E1, E2"),
    ]


def test_her_page_shows_it_and_is_hers_alone(client, learner, other_learner, assessor):
    submission = make_allocation(assessor, learner).submission
    read(submission, assessor, "marking")
    page = reverse("portfolios:list_openings", args=[submission.pk])

    shown = sign_in(client, learner).get(page).text

    assert "An assessor" in shown
    assert assessor.family_name not in shown
    assert sign_in(client, other_learner).get(page).status_code == 404


def test_her_page_takes_the_same_queries_for_one_opening_and_many(client, learner, assessor, django_assert_num_queries):
    submission = make_allocation(assessor, learner).submission
    page = reverse("portfolios:list_openings", args=[submission.pk])
    sign_in(client, learner)
    read(submission, assessor, "marking")
    client.get(page)
    with CaptureQueriesContext(connection) as for_few:
        client.get(page)
    for hour in range(1, 9):
        read(submission, assessor, "marking", later(hours=hour))

    with django_assert_num_queries(len(for_few)):
        client.get(page)


def test_reading_what_was_given_to_one_by_day_is_nothing_unusual(assessor, coordinator, safeguarding_lead):
    submission = make_allocation(assessor).submission
    read(submission, assessor, "marking")

    assert (watch(now=later(hours=1)), kinds()) == (0, [])


def test_reading_at_night_is_found_once_and_the_leads_are_told(assessor, safeguarding_lead):
    submission = make_allocation(assessor).submission
    night = datetime(2026, 6, 3, 23, 30, tzinfo=LONDON)
    read(submission, assessor, "marking", night)

    assert watch(now=night + timedelta(hours=1)) == 1
    assert watch(now=night + timedelta(hours=2)) == 0

    found = UnusualReading.objects.get()
    assert (found.kind, found.person, found.items) == ("night", assessor, 2)
    assert Notice.objects.filter(person=safeguarding_lead, kind="reading.unusual").count() == 1


def test_reading_outside_an_allocation_is_found(assessor, second_assessor):
    submission = make_allocation(assessor).submission
    read(submission, second_assessor, "marking")

    watch(now=later(hours=1))

    assert list(UnusualReading.objects.values_list("kind", "person")) == [("outside", second_assessor.pk)]


def test_intake_without_an_opening_is_found(coordinator):
    submission = make_submitted()
    read(submission, coordinator, "intake")

    watch(now=later(hours=1))

    assert kinds() == ["outside"]


def test_the_same_surname_is_found(learner, coordinator):
    coordinator.family_name = learner.family_name.upper()
    coordinator.save()
    submission = make_submitted(learner)
    open_for_intake(submission, reason="Check", by=coordinator, now=NOON)
    read(submission, coordinator, "intake")

    watch(now=later(hours=1))

    assert kinds() == ["surname"]


@pytest.mark.parametrize("because", ["moderation", "standardisation", "board", "audit", "emergency"])
def test_reading_for_a_purpose_without_a_row_for_it_is_found(because, assessor, second_assessor):
    submission = make_allocation(assessor).submission
    read(submission, second_assessor, because)

    watch(now=later(hours=1))

    assert kinds() == ["outside"]


def test_countersigning_and_a_visit_are_rows_of_their_own(assessor, second_assessor, auditor):
    allocation = make_allocation(assessor)
    Allocation.objects.filter(pk=allocation.pk).update(countersigner=second_assessor)
    enrolment = allocation.submission.portfolio.enrolment
    visit = open_visit(enrolment.accreditation, purpose="To read", by=auditor, now=NOON)
    add_to_visit(visit, enrolment, by=auditor, now=NOON)
    read(allocation.submission, second_assessor, "marking")
    read(allocation.submission, auditor, "audit")

    assert watch(now=later(hours=1)) == 0


@pytest.mark.parametrize(("one", "other", "found"), [("Rees", "Rees-Pugh", True), ("al Din", "al Noor", False)])
def test_a_part_of_a_double_surname_is_shared_too(learner, coordinator, one, other, found):
    for person, name in ((learner, one), (coordinator, other)):
        person.family_name = name
        person.save()
    submission = make_submitted(learner)
    open_for_intake(submission, reason="Check", by=coordinator, now=NOON)
    read(submission, coordinator, "intake")

    watch(now=later(hours=1))

    assert (kinds() == ["surname"]) is found


@pytest.mark.parametrize("begins", [NOON, NOON.replace(hour=22, minute=40)])
@pytest.mark.parametrize(("items", "found"), [(30, []), (31, ["many"])])
def test_more_than_thirty_items_within_an_hour_are_found_also_across_midnight(items, found, begins, assessor):
    submission = make_allocation(assessor).submission
    first = submission.items.first()
    copies = [
        submission.items.create(
            task=first.task, label=f"E{number}", kind="text", mode=first.mode, added_at=NOON, saved_at=NOON
        )
        for number in range(3, items + 3)
    ]
    for minute, item in enumerate(copies):
        open_evidence(item, by=assessor, because="marking", now=begins + timedelta(minutes=minute))

    watch(now=begins + timedelta(hours=1))

    assert [kind for kind in kinds() if kind != "night"] == found


def test_a_lead_looks_at_it_and_never_at_her_own(client, safeguarding_lead, assessor, coordinator):
    submission = make_submitted()
    read(submission, coordinator, "intake")
    read(submission, safeguarding_lead, "intake")
    watch(now=later(hours=1))
    own, other = (UnusualReading.objects.get(person=person) for person in (safeguarding_lead, coordinator))

    page = reverse("confidentiality:show_reading", args=[other.pk])
    sign_in(client, safeguarding_lead)
    assert client.post(page, {"note": ""}).status_code == 422
    client.post(page, {"note": "She had opened it on paper."})

    assert client.get(reverse("confidentiality:show_reading", args=[own.pk])).status_code == 404
    with pytest.raises(NotAllowed, match="your own reading"):
        look_at_reading(own, note="Fine", by=safeguarding_lead, now=NOON)
    with pytest.raises(NotAllowed, match="looked at this already"):
        look_at_reading(other, note="Fine", by=safeguarding_lead, now=NOON)


@pytest.fixture
def opening(safeguarding_lead):
    return open_in_emergency(make_submitted(), reason=WHY, by=safeguarding_lead, now=NOON)


def test_an_emergency_lasts_thirty_minutes_and_the_learner_and_the_leads_hear_at_once(opening, administrator):
    learner = opening.submission.portfolio.enrolment.learner

    assert opening.ends_at == later(minutes=30)
    assert Notice.objects.get(person=learner, kind="evidence.emergency").urgency == "now"
    again = open_in_emergency(opening.submission, reason=WHY, by=administrator, now=NOON)
    assert Notice.objects.get(kind="evidence.emergency_lead").person == opening.opened_by
    assert again.pk != opening.pk


def test_one_case_at_a_time(opening, safeguarding_lead):
    assert open_in_emergency(opening.submission, reason=WHY, by=safeguarding_lead, now=NOON) == opening
    with pytest.raises(NotAllowed, match="another portfolio open until"):
        open_in_emergency(make_submitted(), reason=WHY, by=safeguarding_lead, now=NOON)

    close_emergency(opening, by=safeguarding_lead, now=later(minutes=5))

    assert open_in_emergency(make_submitted(), reason=WHY, by=safeguarding_lead, now=later(minutes=6))


@pytest.mark.parametrize("role", ["coordinator", "assessor", "moderator", "auditor", "learner"])
def test_nobody_else_breaks_the_glass(role, request):
    with pytest.raises(NotAllowed, match="Only a safeguarding lead or an administrator"):
        open_in_emergency(make_submitted(), reason=WHY, by=request.getfixturevalue(role), now=NOON)


def test_a_word_is_no_reason_and_a_draft_is_never_opened(safeguarding_lead):
    with pytest.raises(NotAllowed, match="Say in a sentence"):
        open_in_emergency(make_submitted(), reason="Because", by=safeguarding_lead, now=NOON)
    with pytest.raises(NotAllowed, match="with its learner"):
        open_in_emergency(make_portfolio(), reason=WHY, by=safeguarding_lead, now=NOON)

    assert not EmergencyOpening.objects.exists()


def test_the_page_asks_for_the_second_factor_again(client, safeguarding_lead):
    page = reverse("confidentiality:open_in_emergency")
    sign_in(client, safeguarding_lead)
    with time_machine.travel(NOON, tick=False):
        for methods in ([], ["mfa"]):
            prove_again(client, safeguarding_lead, "password", *methods, at=later(seconds=-301))
            for press in (client.get, client.post):
                assert press(page, {}).url.startswith("/account/2fa/reauthenticate/")

        prove_again(client, safeguarding_lead, "mfa", at=later(seconds=-200))
        assert client.get(page).status_code == 200


def test_she_reads_one_submission_until_the_half_hour_is_over(client, safeguarding_lead, administrator):
    submission = make_submitted()
    sign_in(client, safeguarding_lead)
    with time_machine.travel(NOON, tick=False):
        prove_again(client, safeguarding_lead, "mfa")
        form = {"reference": submission.reference.lower(), "reason": WHY}
        wrong = client.post(reverse("confidentiality:open_in_emergency"), form | {"reference": "P-1"})
        there = client.post(reverse("confidentiality:open_in_emergency"), form).url
        assert (wrong.status_code, "Parent R" in client.get(there).text) == (422, True)
    assert Entry.objects.filter(name="evidence.opened", detail__because="emergency").count() == 2

    with time_machine.travel(later(minutes=30), tick=False):
        assert client.get(there).status_code == 410
    assert sign_in(client, administrator).get(there).status_code == 404
