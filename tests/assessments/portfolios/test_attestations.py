"""A manager's confirmation: by a link for her alone, once, in time, to an address that we know."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.portfolios.actions import (
    add_sighted,
    add_supervision,
    answer_manager,
    ask_manager,
    cancel_request,
    confirm_address,
    refuse_address,
    remove_item,
)
from assessments.portfolios.models import Attestation
from assessments.portfolios.states import AddressFrom, AttestationState
from assessments.portfolios.tasks import ask_manager as mail_link
from courses.delivery.actions import change_employer
from cpd.history.models import Entry
from cpd.jobs.models import Job
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY, later
from tests.factories import MANAGER, make_ready_portfolio, name_manager
from tests.people import sign_in

pytestmark = pytest.mark.django_db
ANSWER = {"answer": "confirmed", "relationship": "line_manager", "role": "Team manager"}


@pytest.fixture
def submission(learner, coordinator):
    return name_manager(make_ready_portfolio(learner))


@pytest.fixture
def asked(submission, learner):
    return ask_manager(submission, **MANAGER, by=learner, now=NOON)


@pytest.fixture
def typed(submission, learner):
    """An address that the learner typed herself."""
    return ask_manager(submission, name="Nia", email="nia@example.org", by=learner, now=NOON)[0]


def links_owed():
    return Job.objects.filter(kind="portfolios.ask_manager").count()


def test_asking_owes_one_mail(asked):
    attestation, token = asked

    job = Job.objects.get(kind="portfolios.ask_manager")
    assert job.ref == str(attestation.pk)
    assert token not in (job.ref, job.key, attestation.token_digest)
    assert attestation.address_from == AddressFrom.ENROLMENT


def test_the_mail_has_the_link_and_no_name(asked, learner):
    attestation, token = asked

    mail_link(str(attestation.pk))()

    message = mail.outbox[0]
    assert message.to == ["mo@example.org"]
    assert token in message.body
    assert learner.family_name not in message.subject + message.body
    assert Attestation.objects.get().mailed_at is not None
    assert mail_link(str(attestation.pk)) is None


def test_asking_the_same_again_is_the_same_request(asked, submission, learner):
    again = ask_manager(submission, name="Mo Manager", email="MO@example.org", by=learner, now=later(hours=1))

    assert again == asked
    assert links_owed() == 1


def test_asking_somebody_else_cancels_the_first(asked, submission, learner):
    ask_manager(submission, name="Nia", email="nia@example.org", by=learner, now=NOON)

    asked[0].refresh_from_db()
    assert asked[0].state == AttestationState.CANCELLED


def test_an_address_that_the_learner_typed_is_used_only_when_a_coordinator_has_confirmed_it(typed, coordinator):
    assert (typed.state, typed.address_from, links_owed()) == ("waiting", AddressFrom.LEARNER, 0)
    assert Notice.objects.get(person=coordinator).kind == "attestation.address_waiting"
    with pytest.raises(NotAllowed, match="not in use yet"):
        answer_manager(typed, **ANSWER, now=NOON)

    confirm_address(typed, name="Nia", email="nia@example.org", how="Rang the service", by=coordinator, now=NOON)

    typed.refresh_from_db()
    assert (typed.state, typed.address_confirmed_by, links_owed()) == ("asked", coordinator, 1)
    assert Entry.objects.get(name="attestation.address_confirmed").detail["address"] == "learner"


def test_an_address_is_confirmed_once_for_the_portfolio(typed, submission, learner, coordinator):
    confirm_address(typed, name="Nia", email="nia@example.org", how="Rang the service", by=coordinator, now=NOON)

    again, _ = ask_manager(
        submission, item=submission.items.first(), name="Nia", email="nia@example.org", by=learner, now=NOON
    )

    assert (again.state, again.address_confirmed_by) == ("asked", coordinator)


def test_a_coordinator_puts_in_the_right_address_and_the_story_says_so(typed, coordinator):
    confirm_address(typed, name="Nia", email="nia@service.example", how="Rang them", by=coordinator, now=NOON)

    typed.refresh_from_db()
    assert (typed.address_from, typed.manager_email) == (AddressFrom.COORDINATOR, "nia@service.example")


def test_an_address_that_is_not_confirmed_gets_nothing(typed, coordinator, learner):
    refuse_address(typed, reason="Nobody there knows her", by=coordinator, now=NOON)

    with pytest.raises(NotAllowed, match="does not wait any more"):
        confirm_address(typed, **MANAGER, how="?", by=coordinator, now=NOON)
    assert (links_owed(), Notice.objects.get(person=learner, kind="attestation.refused").read_at) == (0, None)


def test_only_a_coordinator_confirms_and_never_her_own_address(typed, learner, assessor, coordinator):
    for person in (learner, assessor):
        with pytest.raises(NotAllowed, match="A coordinator confirms"):
            confirm_address(typed, **MANAGER, how="?", by=person, now=NOON)
    with pytest.raises(NotAllowed, match="your own address"):
        confirm_address(typed, name="Me", email=coordinator.email, how="?", by=coordinator, now=NOON)


def test_coi_1_nobody_confirms_her_own_work(submission, learner):
    with pytest.raises(NotAllowed, match="cannot confirm your own"):
        ask_manager(submission, name="Me", email=learner.email.upper(), by=learner, now=NOON)


def test_coi_1_nobody_who_works_on_the_cohort_confirms(submission, learner, assessor):
    submission.portfolio.enrolment.cohort.staff.create(person=assessor, role="assessor")

    with pytest.raises(NotAllowed, match="works on your course"):
        ask_manager(submission, name="Asha", email=assessor.email, by=learner, now=NOON)


def test_coi_1_two_learners_do_not_confirm_each_other(submission, learner, other_learner):
    ask_manager(submission, name="Bryn", email=other_learner.email, by=learner, now=NOON)

    theirs = make_ready_portfolio(other_learner)
    with pytest.raises(NotAllowed, match="they cannot confirm yours"):
        ask_manager(theirs, name="Amira", email=learner.email, by=other_learner, now=NOON)


def test_an_answer_is_given_once_and_never_taken_back(asked, submission, learner):
    answer_manager(asked[0], **ANSWER, now=NOON)

    with pytest.raises(NotAllowed, match="used already"):
        answer_manager(asked[0], **ANSWER | {"answer": "not_seen"}, now=NOON)
    with pytest.raises(NotAllowed, match="answered already"):
        cancel_request(asked[0], by=learner, now=NOON)

    assert Attestation.objects.get().state == AttestationState.CONFIRMED
    assert Notice.objects.filter(person=learner, kind="attestation.answered").count() == 1
    assert Entry.objects.get(name="attestation.answered").detail["relationship"] == "line_manager"


@pytest.mark.parametrize("answer", ["not_seen", "not_at_level"])
def test_a_no_stays_also_when_the_item_is_taken_out(answer, submission, learner):
    item = submission.items.first()
    request, _ = ask_manager(submission, item=item, **MANAGER, by=learner, now=NOON)
    answer_manager(request, **ANSWER | {"answer": answer}, now=NOON)

    remove_item(item, by=learner, now=NOON)

    request.refresh_from_db()
    assert (request.state, request.answer) == (AttestationState.DECLINED, answer)


def test_a_link_expires(asked):
    with pytest.raises(NotAllowed, match="expired"):
        answer_manager(asked[0], **ANSWER, now=later(days=15))


def test_old_links_die_when_she_changes_employer(asked, submission, learner, coordinator):
    change_employer(
        submission.portfolio.enrolment,
        employer="Beacon Support",
        manager_name="New",
        manager_email="new@example.org",
        by=coordinator,
        now=NOON,
    )

    asked[0].refresh_from_db()
    with pytest.raises(NotAllowed, match="changed employer"):
        answer_manager(asked[0], **ANSWER, now=NOON)
    submission.refresh_from_db()
    again, _ = ask_manager(submission, **MANAGER, by=learner, now=NOON)
    assert again.state == AttestationState.WAITING


def test_a_cancelled_request_cannot_be_answered(asked, learner):
    cancel_request(asked[0], by=learner, now=NOON)

    with pytest.raises(NotAllowed, match="cancelled"):
        answer_manager(asked[0], **ANSWER, now=NOON)


def test_no_address_can_be_pestered(submission, learner):
    for number in range(20):
        attestation, _ = ask_manager(submission, name="Mo", email=f"mo{number}@example.org", by=learner, now=NOON)
        cancel_request(attestation, by=learner, now=NOON)

    with pytest.raises(NotAllowed, match="Ask again tomorrow"):
        ask_manager(submission, **MANAGER, by=learner, now=NOON)
    assert ask_manager(submission, **MANAGER, by=learner, now=later(days=1, minutes=1))


def sighted(submission, learner):
    return add_sighted(
        submission,
        task=submission.portfolio.enrolment.version.tasks.get(key="P1"),
        title="A referral I wrote",
        locator="file 7, page 2",
        shows="Referral made on day 3; it states the risk to each child.",
        by=learner,
        now=NOON,
    )


def test_the_link_shows_one_claim_and_nothing_else(client, at_noon, submission, learner):
    item = sighted(submission, learner)
    _, token = ask_manager(submission, item=item, **MANAGER, by=learner, now=NOON)

    page = client.get(reverse("portfolios:answer_manager", args=[token])).text

    assert "states the risk to each child" in page
    assert "file 7, page 2" in page
    assert "On day 12 I met Parent R" not in page
    assert Entry.objects.filter(name="evidence.opened").get().detail == {"because": "attestation", "how": "view"}


def test_the_manager_says_when_she_saw_the_original_and_in_which_capacity(client, at_noon, submission, learner):
    item = sighted(submission, learner)
    request, token = ask_manager(submission, item=item, **MANAGER, by=learner, now=NOON)
    page = reverse("portfolios:answer_manager", args=[token])
    given = ANSWER | {"is_manager": "on"}

    refused = client.post(page, given)
    client.post(page, given | {"seen_on": "2026-06-02"})

    assert (refused.status_code, "Give the day on which you saw" in refused.text) == (422, True)
    request.refresh_from_db()
    assert (request.state, str(request.seen_on), request.manager_role) == ("confirmed", "2026-06-02", "Team manager")
    assert client.get(page).status_code == 410


def test_supervision_is_confirmed_by_dates_only(submission, learner):
    task = submission.portfolio.enrolment.version.tasks.get(key="P1")
    with pytest.raises(NotAllowed, match="today or earlier"):
        add_supervision(submission, task=task, dates=[later(days=1).date()], by=learner, now=NOON)

    item = add_supervision(submission, task=task, dates=[TODAY], by=learner, now=NOON)

    assert (item.kind, item.mode, item.word_count) == ("sighted", "supervision_confirmation", 3)


def test_the_coordinator_sees_the_addresses_and_decides(client, typed, coordinator):
    sign_in(client, coordinator)

    assert "nia@example.org" in client.get(reverse("portfolios:list_addresses")).text
    page = reverse("portfolios:check_address", args=[typed.pk])
    assert client.post(page, {"name": "Nia", "email": "nia@example.org"}).status_code == 422
    client.post(page, {"name": "Nia", "email": "nia@example.org", "decision": "confirm", "how": "Rang them"})

    assert client.get(page).status_code == 404
    assert links_owed() == 1


def test_the_list_of_addresses_takes_the_same_queries_for_one_and_many(
    client, typed, submission, learner, coordinator, django_assert_num_queries
):
    sign_in(client, coordinator)
    page = reverse("portfolios:list_addresses")
    client.get(page)
    with CaptureQueriesContext(connection) as for_one:
        client.get(page)
    for number, item in enumerate(submission.items.all()):
        ask_manager(submission, item=item, name="N", email=f"n{number}@example.org", by=learner, now=NOON)

    with django_assert_num_queries(len(for_one)):
        client.get(page)
