from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from cpd.accounts import holdings
from cpd.accounts.actions import (
    appoint,
    change_address,
    close_account,
    create_organisation,
    end_appointment,
    reopen_account,
)
from cpd.accounts.holdings import Holding
from cpd.accounts.models import Appointment, FormerAddress, Organisation, User
from cpd.accounts.roles import Role
from cpd.accounts.tasks import tell_of_dead_jobs
from cpd.history.models import Entry
from cpd.jobs.models import Job
from cpd.jobs.relay import run_due_jobs
from cpd.notices.models import Mail, Notice
from cpd.rules import NotAllowed
from tests.accounts.test_ways_in import log_in, with_password
from tests.people import LONG_AGO, employer, make_person, provider, university

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = NOW.date()


@pytest.fixture
def admin_client(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def in_hand(monkeypatch):
    """What the features above would say that people hold; empty at first."""
    finders = []
    monkeypatch.setattr(holdings, "_finders", finders)
    return finders


def appointment_of(person, role):
    return Appointment.objects.get(person=person, role=role)


# Appointments


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


# Accounts


def test_an_account_is_closed_with_a_reason_and_opened_again(admin_client, administrator, learner):
    where = reverse("accounts:close_account", args=[learner.pk])
    assert admin_client.post(where, {"reason": ""}).status_code == 422

    admin_client.post(where, {"reason": "She left."})
    learner.refresh_from_db()
    assert not learner.is_active
    entry = Entry.objects.get(name="person.closed")
    assert list(entry.sealed) == ["reason"]

    admin_client.post(reverse("accounts:reopen_account", args=[learner.pk]), {"reason": "She is back."})
    learner.refresh_from_db()
    assert learner.is_active


@pytest.mark.parametrize(
    ("whom", "sentence"), [("administrator", "Nobody closes their own"), ("assessor", "still holds an appointment")]
)
def test_some_accounts_cannot_be_closed(request, administrator, assessor, whom, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        close_account(request.getfixturevalue(whom), reason="x", by=administrator, now=NOW)


def test_an_open_account_cannot_be_opened(administrator, learner):
    with pytest.raises(NotAllowed, match="This account is open"):
        reopen_account(learner, reason="x", by=administrator, now=NOW)


def test_a_changed_address_is_told_to_both_and_has_to_be_proved(administrator, learner):
    old = learner.email

    change_address(learner, email="New@Example.net", by=administrator, now=timezone.now())
    run_due_jobs(timezone.now())

    learner.refresh_from_db()
    address = EmailAddress.objects.get(user=learner)
    assert (learner.email, address.email, address.verified) == ("new@example.net", "new@example.net", False)
    assert sorted(message.to[0] for message in mail.outbox) == [old, "new@example.net"]
    assert FormerAddress.objects.get().email == ""
    assert Notice.objects.get(person=learner).kind == "account.changed"


def test_an_address_that_another_uses_is_refused(administrator, learner, other_learner):
    with pytest.raises(NotAllowed, match="Another account uses"):
        change_address(learner, email=other_learner.email.upper(), by=administrator, now=NOW)


def test_an_administrator_does_not_change_her_own_address_here(administrator):
    with pytest.raises(NotAllowed, match="Change your own address"):
        change_address(administrator, email="x@example.net", by=administrator, now=NOW)


def test_whom_mail_does_not_reach_is_shown_with_a_way_to_fix_it(admin_client, learner):
    Mail.objects.create(person=learner, key="k", notices=1, asked_at=NOW, error="SMTPRecipientsRefused")

    listed = admin_client.get(reverse("accounts:list_people")).content.decode()
    shown = admin_client.get(reverse("accounts:show_person", args=[learner.pk])).content.decode()

    assert listed.count("Mail does not arrive") == 1
    assert reverse("accounts:change_address", args=[learner.pk]) in shown


def test_administrators_are_told_once_of_a_job_that_gave_up(administrator, coordinator):
    job = Job.objects.create(kind="accounts.mail_invitation", ref="1", created_at=NOW, due_at=NOW)
    Job.objects.filter(pk=job.pk).update(state="dead", error_class="OSError")

    for _ in range(2):
        tell_of_dead_jobs("now")()

    assert [(notice.person, notice.kind) for notice in Notice.objects.all()] == [(administrator, "job.dead")]


def test_nobody_is_told_while_no_job_gave_up(administrator):
    assert tell_of_dead_jobs("now") is None


# The lists


def many_people(count):
    people = User.objects.bulk_create(
        User(email=f"p{number}@example.net", family_name=f"P{number:02}", joined_at=NOW, employer=employer())
        for number in range(count)
    )
    Appointment.objects.bulk_create(
        Appointment(person=person, role=role, organisation=provider(), starts_on=LONG_AGO, appointed_at=NOW)
        for person in people
        for role in (Role.LEARNER, Role.TUTOR)
    )


@pytest.mark.parametrize("count", [1, 30])
def test_people_are_listed_with_a_constant_number_of_queries(admin_client, count, django_assert_num_queries):
    many_people(count)
    admin_client.get(reverse("accounts:list_people"))

    with django_assert_num_queries(11):
        page = admin_client.get(reverse("accounts:list_people"))

    assert len(page.context["page"].object_list) == min(30, count + 1)


@pytest.mark.parametrize("count", [1, 30])
def test_organisations_are_listed_with_a_constant_number_of_queries(admin_client, count, django_assert_num_queries):
    Organisation.objects.bulk_create(
        Organisation(kind="employer", name=f"Service {number}", created_at=NOW) for number in range(count)
    )
    admin_client.get(reverse("accounts:list_organisations"))

    with django_assert_num_queries(8):
        admin_client.get(reverse("accounts:list_organisations"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "amira lear"}, ["Amira Learner"]),
        ({"search": "bryn.learner@"}, ["Bryn Learner"]),
        ({"role": "administrator"}, ["Adi Administrator"]),
        ({"state": "closed"}, []),
        ({"search": "'; drop table"}, []),
        ({"role": "nonsense"}, ["Adi Administrator", "Amira Learner", "Bryn Learner"]),
    ],
)
def test_people_are_found(admin_client, learner, other_learner, query, found):
    page = admin_client.get(reverse("accounts:list_people"), query)

    assert [str(person) for person in page.context["page"]] == found


def test_a_person_page_shows_appointments_and_history(admin_client, administrator, assessor):
    appoint(assessor, role=Role.BOARD, organisation=provider(), starts_on=TODAY, by=administrator, now=NOW)

    page = admin_client.get(reverse("accounts:show_person", args=[assessor.pk])).content.decode()

    assert "Board member" in page
    assert str(administrator) in page
    assert "<title>Person " in page


def test_an_organisation_is_added_once(admin_client):
    values = {"kind": "employer", "name": " Tideline   Advocacy ", "safeguarding_contact": ""}

    for _ in range(2):
        admin_client.post(reverse("accounts:create_organisation"), values)

    assert [one.name for one in Organisation.objects.filter(kind="employer")] == ["Tideline Advocacy"]


def test_there_is_one_provider(administrator):
    provider()

    with pytest.raises(NotAllowed, match="has its provider already"):
        create_organisation(kind="provider", name="Another", by=administrator, now=NOW)


PAGES = ["list_people", "invite_person", "list_invitations", "list_organisations", "create_organisation"]


@pytest.mark.parametrize("name", PAGES)
def test_only_administrators_open_these_pages(client, coordinator, name):
    client.force_login(coordinator)

    assert client.get(reverse(f"accounts:{name}")).status_code == 403


@pytest.mark.parametrize("name", ["show_person", "appoint_person", "change_address", "close_account", "reopen_account"])
def test_only_administrators_open_a_person(client, coordinator, learner, name):
    client.force_login(coordinator)

    assert client.get(reverse(f"accounts:{name}", args=[learner.pk])).status_code == 403
    assert client.post(reverse(f"accounts:{name}", args=[learner.pk]), {"reason": "x"}).status_code == 403


# At the console


def test_a_lost_second_proof_is_reset_at_the_console(assessor, capsys):
    call_command("reset_second_factor", assessor.email.upper())

    assert "Removed 1" in capsys.readouterr().out
    assert not assessor.authenticator_set.exists()
    entry = Entry.objects.get(name="person.second_factor_reset")
    assert (entry.actor_id, entry.subject_id) == ("", str(assessor.pk))


def test_resetting_ends_the_sessions(client, learner):
    log_in(client, with_password(learner))
    assert client.get(reverse("accounts:show_preferences")).status_code == 200

    call_command("reset_second_factor", learner.email)

    assert client.get(reverse("accounts:show_preferences")).url.startswith(reverse("account_login"))


def test_resetting_for_nobody_says_so():
    with pytest.raises(CommandError, match="no account with this address"):
        call_command("reset_second_factor", "nobody@example.org")


def test_support_access_is_given_and_ended_at_the_console(administrator):
    call_command("support_access", administrator.email)
    administrator.refresh_from_db()
    assert administrator.is_staff

    call_command("support_access", administrator.email, "--end")
    administrator.refresh_from_db()
    assert not administrator.is_staff
    assert Entry.objects.filter(name="person.support_access").count() == 2
