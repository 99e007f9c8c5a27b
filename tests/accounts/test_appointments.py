from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cpd.accounts import holdings
from cpd.accounts.actions import (
    appoint,
    end_appointment,
)
from cpd.accounts.holdings import Holding
from cpd.accounts.models import Appointment, Organisation, User
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.people import LONG_AGO, make_person, provider, university

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = NOW.date()


@pytest.fixture
def in_hand(monkeypatch):
    """What the features above would say that people hold; empty at first."""
    finders = []
    monkeypatch.setattr(holdings, "_finders", finders)
    return finders


def appointment_of(person, role):
    return Appointment.objects.get(person=person, role=role)


def test_an_appointment_is_made_on_its_page(admin_client, learner):
    values = {"role": "tutor", "organisation": provider().pk, "starts_on": TODAY.isoformat(), "ends_on": ""}

    response = admin_client.post(reverse("accounts:appoint_person", args=[learner.pk]), values)

    assert response.url == reverse("accounts:show_person", args=[learner.pk])
    assert learner.holds(Role.TUTOR, on=TODAY)
    assert Entry.objects.filter(name="appointment.made", detail__post="tutor").count() == 1


@pytest.mark.parametrize(
    "wrong", [{"role": "queen"}, {"organisation": ""}, {"starts_on": "soon"}, {"ends_on": "2020-01-01"}]
)
def test_an_impossible_appointment_is_refused_on_its_page(admin_client, learner, wrong):
    values = {"role": "tutor", "organisation": provider().pk, "starts_on": TODAY.isoformat(), "ends_on": ""}

    response = admin_client.post(reverse("accounts:appoint_person", args=[learner.pk]), values | wrong)

    assert response.status_code == 422
    assert not learner.holds(Role.TUTOR, on=TODAY)


def test_an_administrator_does_not_appoint_herself(admin_client, administrator):
    values = {"role": "board", "organisation": provider().pk, "starts_on": TODAY.isoformat()}

    response = admin_client.post(reverse("accounts:appoint_person", args=[administrator.pk]), values)

    assert response.status_code == 403
    assert "Nobody appoints themselves" in response.content.decode()


def test_the_same_appointment_twice_is_one(administrator, learner):
    first = appoint(learner, role=Role.TUTOR, organisation=provider(), starts_on=TODAY, by=administrator, now=NOW)
    second = appoint(learner, role=Role.TUTOR, organisation=provider(), starts_on=TODAY, by=administrator, now=NOW)

    assert first == second
    assert Entry.objects.filter(name="appointment.made").count() == 1


def test_an_appointment_before_one_that_waits_is_refused(administrator, learner):
    tomorrow = TODAY + timedelta(days=1)
    appoint(learner, role=Role.TUTOR, organisation=provider(), starts_on=tomorrow, by=administrator, now=NOW)

    with pytest.raises(NotAllowed, match="from a later day"):
        appoint(learner, role=Role.TUTOR, organisation=provider(), starts_on=TODAY, by=administrator, now=NOW)


def test_a_person_can_be_appointed_again_after_the_end(administrator, assessor):
    end_appointment(appointment_of(assessor, Role.ASSESSOR), by=administrator, now=NOW)

    appoint(assessor, role=Role.ASSESSOR, organisation=provider(), starts_on=TODAY, by=administrator, now=NOW)

    assert assessor.holds(Role.ASSESSOR, on=TODAY)


def test_a_sole_role_cannot_end(admin_client, administrator, coordinator):
    page = admin_client.get(
        reverse("accounts:end_appointment", args=[appointment_of(coordinator, Role.COORDINATOR).pk])
    )
    assert "This is the only coordinator" in page.content.decode()

    with pytest.raises(NotAllowed, match="only coordinator"):
        end_appointment(appointment_of(coordinator, Role.COORDINATOR), by=administrator, now=NOW)


def test_another_coordinator_who_is_closed_does_not_count(administrator, coordinator):
    other = make_person("Cora Closed", Role.COORDINATOR)
    User.objects.filter(pk=other.pk).update(is_active=False)

    with pytest.raises(NotAllowed, match="only coordinator"):
        end_appointment(appointment_of(coordinator, Role.COORDINATOR), by=administrator, now=NOW)


def test_what_is_held_is_listed_and_handed_over_before_the_end(admin_client, assessor, second_assessor, in_hand):
    handed = []
    holding = Holding("To mark: K-4827-13", hand_over=lambda *, to, by, now: handed.append((to, by)))
    holdings.register(lambda person, role, on: [holding] if (person, role) == (assessor, Role.ASSESSOR) else [])
    where = reverse("accounts:end_appointment", args=[appointment_of(assessor, Role.ASSESSOR).pk])
    assert "K-4827-13" in admin_client.get(where).content.decode()

    admin_client.post(where, {"confirmed": "True", "successor": second_assessor.pk})

    assert [to for to, _ in handed] == [second_assessor]
    assert not assessor.holds(Role.ASSESSOR, on=TODAY)
    assert Entry.objects.get(name="appointment.ended").detail["handed_over"] == 1


def test_an_appointment_does_not_end_without_a_successor(admin_client, assessor, in_hand):
    holdings.register(lambda person, role, on: [Holding("To mark: K-4827-13", hand_over=lambda **_: None)])
    where = reverse("accounts:end_appointment", args=[appointment_of(assessor, Role.ASSESSOR).pk])

    response = admin_client.post(where, {"confirmed": "True"})

    assert response.status_code == 422
    assert assessor.holds(Role.ASSESSOR, on=TODAY)


def test_what_only_its_own_page_can_give_away_blocks_the_end(administrator, assessor, second_assessor, in_hand):
    holdings.register(lambda person, role, on: [Holding("Half a mark of K-4827-13", url="/marking/")])

    with pytest.raises(NotAllowed, match="on its own page first: Half a mark of K-4827-13"):
        end_appointment(appointment_of(assessor, Role.ASSESSOR), by=administrator, now=NOW, successor=second_assessor)


def test_a_successor_holds_the_role(administrator, assessor, learner, in_hand):
    holdings.register(lambda person, role, on: [Holding("To mark: K-4827-13", hand_over=lambda **_: None)])

    with pytest.raises(NotAllowed, match="must hold the same role"):
        end_appointment(appointment_of(assessor, Role.ASSESSOR), by=administrator, now=NOW, successor=learner)


def test_a_refused_hand_over_ends_nothing(administrator, assessor, second_assessor, in_hand):
    def refuse(*, to, by, now):
        raise NotAllowed("They work in the same team.")

    holdings.register(lambda person, role, on: [Holding("To mark: K-4827-13", hand_over=refuse)])

    with pytest.raises(NotAllowed, match="same team"):
        end_appointment(appointment_of(assessor, Role.ASSESSOR), by=administrator, now=NOW, successor=second_assessor)

    assert assessor.holds(Role.ASSESSOR, on=TODAY)


def test_nothing_is_handed_over_while_the_role_is_held_elsewhere(administrator, auditor, in_hand):
    other = Organisation.objects.create(kind="university", name="Northfold University", created_at=NOW)
    auditor.appointments.create(role=Role.AUDITOR, organisation=other, starts_on=LONG_AGO, appointed_at=NOW)
    holdings.register(lambda person, role, on: [Holding("A visit")])

    end_appointment(auditor.appointments.get(organisation=university()), by=administrator, now=NOW)

    assert auditor.holds(Role.AUDITOR, on=TODAY)
