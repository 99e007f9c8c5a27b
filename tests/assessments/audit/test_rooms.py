"""What an auditor may read, and what never reaches her."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.audit.actions import close_visit, open_visit
from assessments.audit.models import Visit
from assessments.audit.queries.stories import get_story
from cpd.accounts.models import OrganisationKind
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import make_released
from tests.people import LONG_AGO, make_organisation, make_person, sign_in

pytestmark = pytest.mark.usefixtures("standing_award")


@pytest.fixture
def learner(award):
    return award.enrolment.learner


def visit(auditor, award) -> Visit:
    return open_visit(award.accreditation, purpose="Annual monitoring", by=auditor, now=timezone.now())


@pytest.fixture
def foreign_auditor(db):
    person = make_person("Fay Foreign", Role.AUDITOR)
    other = make_organisation(OrganisationKind.UNIVERSITY, "University of Elsewhere")
    person.appointments.update(organisation=other, starts_on=LONG_AGO)
    return person


def rooms(visit, award) -> list[str]:
    """The addresses in which something about this award can be read."""
    return [
        f"/audit/visits/{visit.pk}/cohorts/{award.enrolment.cohort_id}/",
        f"/audit/visits/{visit.pk}/candidates/{award.enrolment.candidate_number}/",
    ]


def test_another_universitys_auditor_finds_nothing(client, auditor, foreign_auditor, award):
    opened = visit(auditor, award)
    sign_in(client, foreign_auditor)

    for address in (
        *rooms(opened, award),
        f"/audit/visits/{opened.pk}/",
        f"/audit/agreements/{award.accreditation_id}/",
    ):
        assert client.get(address).status_code == 404


def test_another_universitys_auditor_cannot_open_a_visit(foreign_auditor, award):
    with pytest.raises(NotAllowed, match="not appointed"):
        visit(foreign_auditor, award)


def test_a_visit_ends_after_twenty_working_days(auditor, award):
    opened = open_visit(award.accreditation, purpose="Monitoring", by=auditor, now=NOON)

    assert (opened.closes_on - NOON.date()).days >= 28


def test_opening_a_visit_twice_is_one_visit(auditor, award):
    assert visit(auditor, award) == visit(auditor, award)


def test_a_closed_visit_reads_nothing(client, auditor, award):
    closed = close_visit(visit(auditor, award), by=auditor, now=timezone.now())
    sign_in(client, auditor)

    assert [client.get(address).status_code for address in rooms(closed, award)] == [404, 404]


def test_somebody_elses_visit_is_not_closed(client, auditor, foreign_auditor, award):
    opened = visit(auditor, award)

    assert sign_in(client, foreign_auditor).post(f"/audit/visits/{opened.pk}/close/").status_code == 404


def test_the_story_names_nobody(client, auditor, award, learner):
    _, address = rooms(visit(auditor, award), award)

    page = sign_in(client, auditor).get(address).content.decode()

    for secret in ("Amira", learner.email, str(learner.pk), "Lantern", "Any Assessor", str(award.enrolment.pk)):
        assert secret not in page


def test_the_story_holds_every_hand_and_both_attempts(learner):
    first = make_released(learner, not_yet_met=["1.2"])

    story = get_story(first.portfolio.enrolment)

    assert [submission.attempt for submission in story.submissions] == [1, 2]
    assert [len(hand.judgements) for hand in story.hands] == [3]
    assert [event.name for event in story.events][:2] == ["enrolment.offered", "enrolment.accepted"]


def test_events_come_in_the_order_in_which_they_happened(award):
    story = get_story(award.enrolment)

    names = [event.name for event in story.events]
    road = [
        "submission.submitted",
        "intake.accepted",
        "mark.finalised",
        "sample.confirmed",
        "decision.made",
        "award.granted",
    ]
    assert [name for name in names if name in road] == road


def test_the_list_shows_only_the_own_universitys_agreements(client, auditor, foreign_auditor, award):
    assert award.accreditation.reference in sign_in(client, auditor).get("/audit/").content.decode()

    client.logout()

    assert award.accreditation.reference not in sign_in(client, foreign_auditor).get("/audit/").content.decode()


def test_an_appointment_that_ended_yesterday_opens_nothing(client, auditor, award):
    visit(auditor, award)
    auditor.appointments.update(ends_on=timezone.localdate() - timedelta(days=1))

    assert sign_in(client, auditor).get("/audit/").status_code == 403


def test_each_page_that_is_read_is_on_record(client, auditor, award):
    opened = visit(auditor, award)
    sign_in(client, auditor)

    for address in rooms(opened, award):
        client.get(address)

    read = Entry.objects.filter(name="visit.read", actor_id=str(auditor.pk)).order_by("pk")
    assert [entry.subject_id for entry in read] == [str(award.enrolment.cohort_id), str(award.enrolment_id)]
    assert {entry.detail["visit"] for entry in read} == {str(opened.pk)}
