"""Invitations, codes, and the life of an enrolment."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.delivery.actions import (
    accept_offer,
    cancel_enrolment,
    complete,
    interrupt,
    lapse,
    offer_place,
    resume,
    send_invitations,
    withdraw,
)
from courses.delivery.clockwork import lapse_due, registration_ends_on, start_due
from courses.delivery.models import Enrolment
from courses.delivery.states import EnrolmentState
from cpd.accounts.models import Invitation, User
from cpd.history.models import Entry
from cpd.jobs.models import Job
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.courses.delivery.plans import plan_cohort
from tests.factories import make_cohort, make_enrolment
from tests.people import make_person, provider, sign_in

STRANGER = {
    "email": "new@example.org",
    "given_names": "New",
    "family_name": "Person",
    "certificate_name": "New Person",
    "employer": None,
}


def offered(cohort, by, person: User | None = None) -> Enrolment:
    place = STRANGER | ({"email": person.email} if person else {})
    return offer_place(cohort, **place, by=by, now=NOON)


def test_a_second_confirmed_address_is_the_same_person(coordinator, learner):
    learner.emailaddress_set.create(email="home@example.org", verified=True)

    enrolment = offer_place(make_cohort(), **STRANGER | {"email": "Home@Example.org"}, by=coordinator, now=NOON)

    assert enrolment.learner == learner


def test_a_person_without_an_account_is_invited_by_mail_and_nothing_names_the_module(coordinator):
    provider()
    cohort = make_cohort()
    enrolment = offered(cohort, coordinator)

    sent = send_invitations(cohort, enrolments=[enrolment], by=coordinator, now=NOON)

    invitation = Invitation.objects.get(email="new@example.org")
    assert sent == 1
    assert invitation.role == "learner"
    assert list(Job.objects.filter(kind="accounts.mail_invitation").values_list("ref", flat=True)) == [
        str(invitation.pk)
    ]


def test_a_person_with_an_account_is_told_in_the_product(coordinator, learner):
    cohort = make_cohort()

    send_invitations(cohort, enrolments=[offered(cohort, coordinator, learner)], by=coordinator, now=NOON)

    notice = Notice.objects.get(person=learner)
    assert (notice.kind, notice.url) == ("enrolment.offered", reverse("delivery:enter_code"))
    assert not Invitation.objects.exists()


def test_a_member_of_staff_who_learns_is_appointed_as_a_learner(coordinator, assessor):
    cohort = make_cohort()

    send_invitations(cohort, enrolments=[offered(cohort, coordinator, assessor)], by=coordinator, now=NOON)

    assert assessor.holds("learner", on=NOON.date())


def test_cancelling_a_wrong_row_stops_its_invitation(coordinator):
    provider()
    cohort = make_cohort()
    enrolment = offered(cohort, coordinator)
    send_invitations(cohort, enrolments=[enrolment], by=coordinator, now=NOON)

    cancel_enrolment(enrolment, reason="wrong person", by=coordinator, now=NOON)

    assert Invitation.objects.get().state == "cancelled"


def test_only_offered_places_of_this_cohort_are_invited(coordinator, learner):
    cohort = make_cohort()
    elsewhere, taken = offered(make_cohort(), coordinator), make_enrolment(learner, cohort)
    entries = Entry.objects.count()

    assert send_invitations(cohort, enrolments=[elsewhere, taken], by=coordinator, now=NOON) == 0
    assert Entry.objects.count() == entries


def test_somebody_elses_code_opens_nothing(coordinator, learner, other_learner):
    enrolment = offered(make_cohort(), coordinator, learner)

    with pytest.raises(NotAllowed, match="offered to somebody else"):
        accept_offer(enrolment, code=enrolment.code, by=other_learner, now=NOON)


def test_a_break_stops_the_clock_of_the_registration(coordinator, learner):
    enrolment = make_enrolment(learner)
    assert registration_ends_on(enrolment) == date(2027, 12, 3)

    interrupt(enrolment, reason="family leave", by=coordinator, now=NOON)
    enrolment = resume(enrolment, by=coordinator, now=later(days=30))

    assert registration_ends_on(enrolment) == date(2027, 12, 3) + timedelta(days=30)
    sealed = Entry.objects.get(name="enrolment.interrupted").sealed
    assert "family leave" not in str(sealed)


def test_a_registration_lapses_after_eighteen_months_and_not_a_day_before(learner, other_learner, coordinator):
    enrolment = make_enrolment(learner)
    resting = interrupt(make_enrolment(other_learner), reason="rest", by=coordinator, now=NOON)

    assert lapse_due(now=NOON.replace(year=2027, month=12, day=3)) == 0
    assert lapse_due(now=NOON.replace(year=2027, month=12, day=4)) == 1

    enrolment.refresh_from_db()
    resting.refresh_from_db()
    assert (enrolment.state, resting.state) == (EnrolmentState.LAPSED, EnrolmentState.INTERRUPTED)


def test_a_portfolio_handed_in_before_the_registration_lapsed_can_still_pass(coordinator, learner):
    enrolment = lapse(make_enrolment(learner), by=None, now=later(days=600))

    assert complete(enrolment, by=coordinator, now=later(days=620)).state == EnrolmentState.COMPLETED


def test_the_enrolled_start_on_the_start_date_once(coordinator, learner):
    cohort = plan_cohort(coordinator)
    make_enrolment(learner, cohort)
    cohort.state = "open"
    cohort.save()

    assert start_due(now=later(days=6)) == 0
    assert start_due(now=later(days=7)) == 1
    assert start_due(now=later(days=7)) == 0


def test_a_withdrawn_learner_cannot_resume(coordinator, learner):
    enrolment = withdraw(make_enrolment(learner), reason="left", by=coordinator, now=NOON)

    with pytest.raises(NotAllowed, match="not taking a break"):
        resume(enrolment, by=coordinator, now=NOON)


def test_the_code_page_names_nothing_before_the_code_is_right(client, coordinator, learner):
    enrolment = offered(make_cohort(), coordinator, learner)
    title = enrolment.version.title
    sign_in(client, learner)
    url = reverse("delivery:enter_code")

    assert title not in client.get(url).text
    wrong = client.post(url, {"code": "AAAA-0000"})
    assert (wrong.status_code, title in wrong.text) == (422, False)
    right = client.post(url, {"code": enrolment.code.lower().replace("-", " ")})
    assert (right.status_code, title in right.text) == (200, True)
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.OFFERED

    client.post(url, {"code": enrolment.code, "accept": "yes"})
    enrolment.refresh_from_db()
    assert enrolment.state in (EnrolmentState.ACTIVE, EnrolmentState.ENROLLED)


def test_codes_cannot_be_guessed_for_ever(client, coordinator, learner):
    cache.clear()
    enrolment = offered(make_cohort(), coordinator, learner)
    sign_in(client, learner)
    url = reverse("delivery:enter_code")
    for number in range(10):
        client.post(url, {"code": f"AAAA-000{number}"})

    response = client.post(url, {"code": enrolment.code})

    assert response.status_code == 422
    assert "Wait an hour" in response.text


def test_invitations_go_out_only_when_the_addresses_were_looked_at(client, coordinator):
    provider()
    cohort = make_cohort()
    enrolment = offered(cohort, coordinator)
    sign_in(client, coordinator)
    url = reverse("delivery:send_invitations", args=[cohort.pk])

    page = client.get(url)
    refused = client.post(url, {"enrolments": [enrolment.pk]})
    assert not Invitation.objects.exists()
    sent = client.post(url, {"enrolments": [enrolment.pk], "is_checked": "on"}, follow=True)

    assert "new@example.org" in page.text
    assert (refused.status_code, "Look at each address" in refused.text) == (422, True)
    assert "1 invited." in sent.text
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("page", ["send_invitations", "list_codes"])
def test_lists_need_as_many_queries_for_thirty_places_as_for_one(client, coordinator, django_assert_num_queries, page):
    cohort = make_cohort()
    offered(cohort, coordinator)
    sign_in(client, coordinator)
    url = reverse(f"delivery:{page}", args=[cohort.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in range(29):
        offer_place(cohort, **STRANGER | {"email": f"p{number}@example.org"}, by=coordinator, now=NOON)

    with django_assert_num_queries(len(one)):
        client.get(url)


def test_codes_are_for_the_coordinator_alone(client, coordinator, tutor):
    cohort = make_cohort(tutor=tutor)
    enrolment = offered(cohort, coordinator)
    url = reverse("delivery:list_codes", args=[cohort.pk])

    assert sign_in(client, tutor).get(url).status_code == 403
    assert enrolment.code in sign_in(client, coordinator).get(url).text


def test_one_learner_is_typed_in(client, coordinator):
    cohort = make_cohort()
    sign_in(client, coordinator)
    typed = {"email": "ada@example.org", "given_names": "Ada", "family_name": "Marsh", "employer": "Lantern"}

    client.post(reverse("delivery:add_learner", args=[cohort.pk]), typed)

    enrolment = Enrolment.objects.get()
    assert (enrolment.learner.certificate_name, enrolment.employer.name) == ("Ada Marsh", "Lantern")


def test_an_address_under_another_name_is_refused_when_typed_in(client, coordinator, learner):
    cohort = make_cohort()
    sign_in(client, coordinator)
    typed = {"email": learner.email, "given_names": "Ada", "family_name": "Marsh", "employer": "Lantern"}

    response = client.post(reverse("delivery:add_learner", args=[cohort.pk]), typed)

    assert response.status_code == 422
    assert "under another name" in response.text
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize("step", ["interrupt", "withdraw", "cancel"])
def test_a_coordinator_moves_an_enrolment_with_a_reason(client, coordinator, learner, step):
    enrolment = make_enrolment(learner)
    sign_in(client, coordinator)
    url = reverse("delivery:move_enrolment", args=[enrolment.pk, step])

    assert client.get(url).status_code == 200
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"reason": "agreed by telephone"}).status_code == 302

    page = client.get(reverse("delivery:show_enrolment", args=[enrolment.pk]))
    assert page.status_code == 200
    assert "Studying" not in page.text


def test_an_unknown_step_is_not_found(client, coordinator, learner):
    sign_in(client, coordinator)
    url = reverse("delivery:move_enrolment", args=[make_enrolment(learner).pk, "promote"])

    assert client.get(url).status_code == 404


def test_a_learner_sees_nobodys_enrolment_page(client, learner):
    sign_in(client, learner)
    url = reverse("delivery:show_enrolment", args=[make_enrolment(learner).pk])

    assert client.get(url).status_code == 403


def test_a_person_who_never_signed_in_but_works_here_is_known(coordinator):
    person = make_person("Una Known", "tutor")

    assert offered(make_cohort(), coordinator, person).learner == person
