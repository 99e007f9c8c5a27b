"""A manager's confirmation: by a link for her alone, once, in time."""

import pytest
from django.core import mail

from assessments.portfolios.actions import answer_manager, ask_manager, cancel_request
from assessments.portfolios.models import Attestation
from assessments.portfolios.states import AttestationState
from assessments.portfolios.tasks import ask_manager as mail_link
from cpd.history.models import Entry
from cpd.jobs.models import Job
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.factories import make_ready_portfolio

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(learner):
    return make_ready_portfolio(learner)


@pytest.fixture
def asked(submission, learner):
    return ask_manager(submission, name="Mo Manager", email="mo@example.org", by=learner, now=NOON)


def test_asking_owes_one_mail(asked):
    attestation, token = asked

    job = Job.objects.get(kind="portfolios.ask_manager")
    assert job.ref == str(attestation.pk)
    assert token not in (job.ref, job.key, attestation.token_digest)


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
    assert Job.objects.filter(kind="portfolios.ask_manager").count() == 1


def test_asking_somebody_else_cancels_the_first(asked, submission, learner):
    ask_manager(submission, name="Nia", email="nia@example.org", by=learner, now=NOON)

    asked[0].refresh_from_db()
    assert asked[0].state == AttestationState.CANCELLED


def test_nobody_confirms_her_own_work(submission, learner):
    with pytest.raises(NotAllowed, match="cannot confirm your own"):
        ask_manager(submission, name="Me", email=learner.email.upper(), by=learner, now=NOON)


def test_an_answer_is_given_once(asked, learner):
    answer_manager(asked[0], confirmed=True, role="Team manager", now=NOON)

    with pytest.raises(NotAllowed, match="used already"):
        answer_manager(asked[0], confirmed=False, role="Team manager", now=NOON)

    assert Attestation.objects.get().state == AttestationState.CONFIRMED
    assert Notice.objects.filter(person=learner, kind="attestation.answered").count() == 1
    assert Entry.objects.filter(name="attestation.answered").count() == 1


def test_a_link_expires(asked):
    with pytest.raises(NotAllowed, match="expired"):
        answer_manager(asked[0], confirmed=True, role="Team manager", now=later(days=15))


def test_a_cancelled_request_cannot_be_answered(asked, learner):
    cancel_request(asked[0], by=learner, now=NOON)

    with pytest.raises(NotAllowed, match="cancelled"):
        answer_manager(asked[0], confirmed=True, role="Team manager", now=NOON)


def test_an_answered_request_cannot_be_cancelled(asked, learner):
    answer_manager(asked[0], confirmed=False, role="Team manager", now=NOON)

    with pytest.raises(NotAllowed, match="answered already"):
        cancel_request(asked[0], by=learner, now=NOON)


def test_no_address_can_be_pestered(submission, learner):
    for number in range(20):
        attestation, _ = ask_manager(submission, name="Mo", email=f"mo{number}@example.org", by=learner, now=NOON)
        cancel_request(attestation, by=learner, now=NOON)

    with pytest.raises(NotAllowed, match="Ask again tomorrow"):
        ask_manager(submission, name="Mo", email="mo@example.org", by=learner, now=NOON)
    assert ask_manager(submission, name="Mo", email="mo@example.org", by=learner, now=later(days=1, minutes=1))
