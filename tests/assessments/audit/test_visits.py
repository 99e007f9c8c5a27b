"""Invited, declared, scoped and timed: what a visit reaches, and that nothing outside it can be told from nothing."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.audit.actions import cancel_visit, close_visit, invite_to_visit, open_visit, take_up_visit
from assessments.audit.models import Visit
from assessments.audit.queries.visits import candidates_in, cohorts_in, list_readings
from courses.accreditation.actions import end_accreditation, renew_accreditation, set_condition
from courses.delivery.calendar import LONDON
from cpd.accounts.actions import accept_invitation
from cpd.accounts.models import Invitation
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import make_accreditation, make_cohort, make_enrolment
from tests.people import sign_in

pytestmark = pytest.mark.usefixtures("standing_award")


@pytest.fixture
def learner(award):
    return award.enrolment.learner


def invite(accreditation, by, *, email="uma@merebridge.example", **scope) -> Visit:
    details = {"purpose": "Annual monitoring", "working_days": 20} | scope
    return invite_to_visit(accreditation, email=email, **details, by=by, now=timezone.now())


def open_for(auditor, award, administrator, **scope) -> Visit:
    invited = invite(award.accreditation, administrator, email=auditor.email, **scope)
    return take_up_visit(invited, declared=True, by=auditor, now=timezone.now())


def story(visit, candidate_number) -> str:
    return reverse("audit:show_story", args=[visit.pk, candidate_number])


def test_an_invited_person_gets_an_account_and_her_visit_waits(administrator, award):
    visit = invite(award.accreditation, administrator)
    invitation = Invitation.objects.get(email="uma@merebridge.example")

    person = accept_invitation(invitation, password="a-long-enough-phrase-here", now=timezone.now())

    assert visit.auditor is None
    assert (person.holds(Role.AUDITOR, on=timezone.localdate()), list(Visit.objects.of(person))) == (True, [visit])


def test_an_auditor_of_the_university_is_told_and_needs_no_second_account(administrator, auditor, award):
    visit = invite(award.accreditation, administrator, email=auditor.email)

    assert visit.auditor == auditor
    assert not Invitation.objects.exists()
    assert Notice.objects.filter(person=auditor, kind="visit.invited").count() == 1


def test_nothing_is_read_before_independence_is_declared(client, administrator, auditor, award):
    visit = invite(award.accreditation, administrator, email=auditor.email)

    with pytest.raises(NotAllowed, match="Declare that you are independent"):
        take_up_visit(visit, declared=False, by=auditor, now=timezone.now())

    assert sign_in(client, auditor).get(story(visit, award.enrolment.candidate_number)).status_code == 404


def test_the_days_begin_when_she_opens_the_visit(administrator, auditor, award):
    visit = open_for(auditor, award, administrator, working_days=2)

    entry = Entry.objects.get(name="visit.opened")
    assert (visit.opens_on, entry.detail["independent"]) == (timezone.localdate(), True)
    assert timedelta(days=2) <= visit.closes_on - visit.opens_on <= timedelta(days=8)


def test_somebody_elses_visit_is_not_taken_up(administrator, auditor, award, moderator):
    visit = invite(award.accreditation, administrator, email=auditor.email)

    with pytest.raises(NotAllowed, match="somebody else's"):
        take_up_visit(visit, declared=True, by=moderator, now=timezone.now())


def test_a_visit_is_opened_once(administrator, auditor, award):
    visit = open_for(auditor, award, administrator)

    with pytest.raises(NotAllowed, match="the visit is “open”"):
        take_up_visit(visit, declared=True, by=auditor, now=timezone.now())


def test_only_an_administrator_invites(coordinator, award):
    with pytest.raises(NotAllowed, match="An administrator invites"):
        invite(award.accreditation, coordinator)


def test_an_invitation_is_taken_back_before_it_is_opened(client, administrator, auditor, award):
    cancel_visit(invite(award.accreditation, administrator, email=auditor.email), by=administrator, now=NOON)

    assert list(Visit.objects.of(auditor)) == []
    with pytest.raises(NotAllowed, match="is “open”"):
        cancel_visit(open_for(auditor, award, administrator), by=administrator, now=NOON)


@pytest.mark.parametrize(
    ("scope", "reached"),
    [
        ({}, {"first", "second"}),
        ({"cohorts": "second"}, {"second"}),
        ({"modules": True}, {"first", "second"}),
        ({"began_from": date(2026, 6, 2)}, {"second"}),
        ({"began_until": date(2026, 6, 1)}, {"first"}),
    ],
    ids=["all", "cohort", "module", "from", "until"],
)
def test_a_visit_reaches_what_it_was_given(administrator, auditor, award, scope, reached):
    first = award.enrolment.cohort
    second = make_cohort(first.version)
    type(second).objects.filter(pk=second.pk).update(accreditation=first.accreditation, starts_on=date(2026, 6, 8))
    if "cohorts" in scope:
        scope = {"cohorts": [second]}
    if "modules" in scope:
        scope = {"modules": [first.version.module]}

    visit = open_for(auditor, award, administrator, **scope)

    names = {first.pk: "first", second.pk: "second"}
    assert {names[cohort.pk] for cohort in cohorts_in(visit)} == reached


def test_cohorts_of_every_edition_are_reached_and_of_no_other_agreement(administrator, auditor, award):
    agreement = award.accreditation
    renewed = renew_accreditation(
        agreement,
        model=agreement.model,
        starts_on=date(2027, 6, 1),
        ends_on=date(2030, 6, 1),
        teach_out_until=date(2030, 6, 1),
        wording="Recognised.",
        by=administrator,
        now=NOON,
    )
    make_cohort(award.enrolment.version)

    invited = invite(renewed, administrator, email=auditor.email)

    assert [cohort.pk for cohort in cohorts_in(invited)] == [award.enrolment.cohort_id]


def test_what_is_out_of_scope_looks_like_what_does_not_exist(client, administrator, auditor, award):
    """The same status, body, headers and number of queries for a real candidate elsewhere as for a made-up number."""
    elsewhere = make_enrolment()
    visit = open_for(auditor, award, administrator)
    sign_in(client, auditor)
    client.get(story(visit, "ZZZZ-ZZZZ"))

    def look(number):
        with CaptureQueriesContext(connection) as asked:
            response = client.get(story(visit, number))
        headers = {name: value for name, value in response.headers.items() if name != "Content-Security-Policy"}
        body = re.sub(r"\b\w{64}\b", "a token", response.text)
        return response.status_code, body, headers, len(asked)

    assert look(elsewhere.candidate_number) == look("ZZZZ-ZZZZ")
    assert look(elsewhere.candidate_number)[0] == 404


def test_on_day_twenty_one_the_evidence_closes_and_the_visit_stays(client, administrator, auditor, award, time_machine):
    time_machine.move_to("2026-06-03T12:00:00+00:00", tick=False)
    visit = open_for(auditor, award, administrator)
    time_machine.move_to("2026-07-01T12:00:00+00:00", tick=False)
    sign_in(client, auditor)
    last_day = client.get(story(visit, award.enrolment.candidate_number)).status_code

    time_machine.move_to("2026-07-02T12:00:00+00:00", tick=False)
    sign_in(client, auditor)

    assert (visit.closes_on, last_day) == (date(2026, 7, 1), 200)
    assert client.get(story(visit, award.enrolment.candidate_number)).status_code == 404
    page = client.get(reverse("audit:show_visit", args=[visit.pk]))
    assert (page.status_code, "The evidence is closed" in page.text) == (200, True)


def test_the_provider_sees_what_was_opened_by_number(client, administrator, auditor, coordinator, award, learner):
    visit = open_for(auditor, award, administrator)
    sign_in(client, auditor)
    for _ in range(2):
        client.get(story(visit, award.enrolment.candidate_number))

    (reading,) = list_readings(visit)
    page = sign_in(client, coordinator).get(reverse("audit:show_provider_visit", args=[visit.pk])).text

    assert (reading.what, reading.times) == (f"Candidate {award.enrolment.candidate_number}", 2)
    assert award.enrolment.candidate_number in page
    assert learner.family_name not in page


def test_the_page_that_is_read_carries_who_reads_it(client, administrator, auditor, award):
    visit = open_for(auditor, award, administrator)

    page = sign_in(client, auditor).get(story(visit, award.enrolment.candidate_number)).text

    assert f"Read in confidence by {auditor}" in page


def test_an_administrator_invites_in_one_form_and_no_mail_names_the_module(client, administrator, award):
    sign_in(client, administrator)
    url = reverse("audit:invite_to_visit", args=[award.accreditation_id])

    response = client.post(
        url, {"email": "new@merebridge.example", "purpose": "Monitoring", "working_days": 20, "began_from": ""}
    )

    assert response.status_code == 302
    assert client.get(response.url).status_code == 200
    assert [message for message in mail.outbox if "SHORT" in message.body] == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"working_days": "0"}, "working_days"),
        ({"working_days": "121"}, "working_days"),
        ({"began_from": "2026-06-02", "began_until": "2026-06-01"}, "began_until"),
    ],
)
def test_a_slip_is_answered_at_its_field(client, administrator, award, typed, field):
    sign_in(client, administrator)
    fields = {"email": "new@merebridge.example", "purpose": "Monitoring", "working_days": 20} | typed

    response = client.post(reverse("audit:invite_to_visit", args=[award.accreditation_id]), fields)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Visit.objects.exists()


def test_the_auditor_reads_the_edition_of_the_day_that_she_chose(client, administrator, auditor, award):
    renewed = renew_accreditation(
        award.accreditation,
        model=award.accreditation.model,
        starts_on=date(2027, 6, 1),
        ends_on=date(2030, 6, 1),
        teach_out_until=date(2031, 6, 1),
        wording="Recognised again.",
        signatories=[("Rhian Vale", "Head of Learning")],
        by=administrator,
        now=NOON,
    )
    page = reverse("audit:show_accreditation", args=[renewed.pk])
    sign_in(client, auditor)

    before, after = client.get(f"{page}?on=2027-05-31").text, client.get(f"{page}?on=2027-06-01").text

    assert "edition 1" in before
    assert "Recognised again." not in before
    assert "edition 2" in after
    assert "Recognised again." in after


def test_the_auditor_reads_that_an_agreement_was_ended_and_what_is_overdue(client, administrator, auditor, award):
    by, now = administrator, timezone.now()
    yesterday = timezone.localdate() - timedelta(1)
    condition = {"kind": "condition", "text": "A second examiner.", "due_on": yesterday}
    set_condition(award.accreditation, **condition, by=by, now=now)
    page = reverse("audit:show_accreditation", args=[award.accreditation_id])
    sign_in(client, auditor)

    overdue = client.get(page).text
    end_accreditation(award.accreditation, ended_on=yesterday, reason="Letter of the dean", by=by, now=now)

    assert "Overdue" in overdue
    assert "Teach-out" in client.get(page).text
    assert "Teach-out" in client.get(reverse("audit:list_visits")).text


def test_another_agreements_cohort_cannot_be_chosen(client, administrator, award):
    other = make_cohort()
    sign_in(client, administrator)
    fields = {"email": "new@merebridge.example", "purpose": "x", "working_days": 20, "cohorts": [str(other.pk)]}

    response = client.post(reverse("audit:invite_to_visit", args=[award.accreditation_id]), fields)

    assert list(response.context["form"].errors) == ["cohorts"]


def test_a_visit_needs_as_many_queries_for_many_cohorts_as_for_one(
    client, administrator, auditor, award, django_assert_num_queries
):
    visit = open_for(auditor, award, administrator)
    sign_in(client, auditor)
    url = reverse("audit:show_visit", args=[visit.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(5):
        more = make_cohort(award.enrolment.version)
        type(more).objects.filter(pk=more.pk).update(accreditation=award.accreditation)

    with django_assert_num_queries(len(one)):
        client.get(url)


def test_a_closed_visit_reaches_nothing_any_more(administrator, auditor, award):
    visit = close_visit(open_for(auditor, award, administrator), by=auditor, now=timezone.now())

    assert not visit.is_reading(timezone.localdate())
    assert candidates_in(visit).count() == 1


def test_an_agreement_of_another_university_is_not_visited(administrator, auditor):
    agreement = make_accreditation()
    auditor.appointments.update(organisation=agreement.university)
    visit = invite(agreement, administrator, email=auditor.email)
    auditor.appointments.update(ends_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(NotAllowed, match="not appointed today"):
        take_up_visit(visit, declared=True, by=auditor, now=timezone.now())


def test_half_past_midnight_in_summer_is_the_new_day(auditor, award):
    half_past = datetime(2026, 7, 2, 0, 30, tzinfo=LONDON)

    opened = open_visit(award.accreditation, purpose="Monitoring", by=auditor, now=half_past)

    assert opened.opens_on.isoformat() == "2026-07-02"
    assert open_visit(award.accreditation, purpose="Monitoring", by=auditor, now=half_past) == opened
