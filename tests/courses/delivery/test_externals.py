"""People from outside are invited to a post on a cohort, as simply as auditors to their university."""

from datetime import date

import pytest

from courses.delivery.actions import invite_external
from cpd.accounts.actions import accept_invitation, invite
from cpd.accounts.models import Invitation
from cpd.accounts.roles import Role
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY
from tests.factories import make_cohort, make_enrolment
from tests.people import employer, provider, sign_in

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 10, 1)
PASSWORD = "three words that go together"


@pytest.fixture
def cohort(coordinator):
    provider()
    return make_cohort()


def ask(cohort, by, **details):
    return invite_external(
        cohort, **{"email": "eve.outside@example.net", "role": "moderator", "until": UNTIL} | details, by=by, now=NOON
    )


def test_accepting_gives_the_role_until_the_day_the_post_and_the_employer(cohort, coordinator, administrator):
    post = ask(cohort, coordinator, employer=employer("Beacon Support"))
    assert Notice.objects.get(person=administrator).kind == "account.external"

    person = accept_invitation(post.invitation, password=PASSWORD, now=NOON)

    appointment = person.appointments.get()
    assert (appointment.role, appointment.ends_on) == ("moderator", UNTIL)
    assert cohort.staff.get(person=person).role == "moderator"
    assert person.employer == employer("Beacon Support")


def test_somebody_who_became_a_learner_on_the_cohort_meanwhile_gets_no_post(cohort, coordinator, learner):
    post = ask(cohort, coordinator, email=learner.email)
    make_enrolment(learner, cohort)

    accept_invitation(post.invitation, password=PASSWORD, now=NOON, by=learner)

    assert not cohort.staff.filter(person=learner).exists()
    assert learner.holds(Role.MODERATOR, on=TODAY)


@pytest.mark.parametrize("role", ["tutor", "moderator", "administrator", "learner"])
def test_only_a_coordinator_invites_to_a_cohort(role, request, cohort):
    with pytest.raises(NotAllowed):
        ask(cohort, request.getfixturevalue(role))


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"role": "intake"}, "assess, moderate or sit on the board"),
        ({"until": TODAY}, "at least until the board"),
        ({"until": date(2036, 1, 1)}, "at most two years"),
        ({"email": "cleo.coordinator@example.org"}, "Nobody appoints themselves"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_left(details, sentence, cohort, coordinator):
    with pytest.raises(NotAllowed, match=sentence):
        ask(cohort, coordinator, **details)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("role", "until"), [(Role.ADMINISTRATOR, UNTIL), (Role.COORDINATOR, UNTIL), (Role.ASSESSOR, None)]
)
def test_a_coordinator_invites_to_no_other_role_and_never_without_an_end(role, until, coordinator):
    with pytest.raises(NotAllowed):
        invite(email="x@example.net", role=role, organisation=provider(), until=until, by=coordinator, now=NOON)


def test_the_page(client, cohort, coordinator):
    sign_in(client, coordinator)
    page = f"/cohorts/{cohort.pk}/external/"
    assert client.get(page).status_code == 200

    assert client.post(page, {"email": "no address", "role": "board"}).status_code == 422
    assert client.post(page, {"email": "eve@example.net", "role": "board", "until": "2026-06-04"}).status_code == 422
    assert client.post(page, {"email": "eve@example.net", "role": "board", "until": "2027-10-01"}).status_code == 302

    assert (
        "eve@example.net is invited as board member and has not accepted yet"
        in client.get(f"/cohorts/{cohort.pk}/").text
    )
