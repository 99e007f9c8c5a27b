"""A person asks for erasure: two people, what an open matter keeps, what goes and what stays."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import serializers
from django.urls import reverse
from django.utils import timezone

from assessments.certificates.issuing import issue
from assessments.certificates.models import Certificate
from assessments.portfolios.models import Attestation, EvidenceItem
from assessments.records.actions import add_activity
from assessments.records.keeping.actions import place_hold
from assessments.records.leaving import actions
from assessments.records.leaving.models import ErasureRequest
from assessments.records.leaving.tasks import erase_person
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.files.texts import Destroyed, open_text
from cpd.history.models import Entry, Salt
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY
from tests.factories import make_award, make_enrolment, make_portfolio, make_text, somebody
from tests.killing import hanging, kill_when
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def administrator():
    return somebody(Role.ADMINISTRATOR)


@pytest.fixture
def coordinator():
    return somebody(Role.COORDINATOR)


@pytest.fixture
def award():
    """The award of a learner whose certificate is issued, and nothing about whom is open."""
    award = make_award(make_person("Zephyrine Quillfeather", Role.LEARNER))
    issue(Certificate.objects.get(award=award).pk)()
    return award


def ask(person, administrator) -> ErasureRequest:
    request = actions.ask_for_erasure(person, by=person, now=NOON)
    return actions.agree_to_erasure(request, by=administrator, now=NOON)


def erase(person, administrator, coordinator) -> ErasureRequest:
    request = actions.approve_erasure(ask(person, administrator), by=coordinator, now=NOON)
    erase_person(str(request.pk))
    request.refresh_from_db()
    return request


def test_the_award_stays_with_its_name_and_the_rest_goes(award, administrator, coordinator):
    learner = award.enrolment.learner
    words = {"title": "A book", "learned": "x", "changed": "", "safety": ""}
    learnt = {"kind": "reading", "done_on": TODAY, "hours": 1, "words": words, "is_shared": True}
    activity = add_activity(**learnt, by=learner, now=NOON)
    items = [(item.text_key, bytes(item.sealed_text)) for item in EvidenceItem.objects.exclude(sealed_text=b"")]

    request = erase(learner, administrator, coordinator)

    assert (request.state, request.keys) == ("done", [])
    for key, sealed in [*items, (activity.text_key, bytes(activity.sealed_text))]:
        with pytest.raises(Destroyed):
            open_text(key, sealed)
    certificate = Certificate.objects.get(award=award)
    assert (certificate.state, certificate.name) == ("issued", "Zephyrine Quillfeather")
    assert award.decision.result == "pass"
    learner.refresh_from_db()
    assert (str(learner), learner.is_active, learner.has_usable_password()) == ("Erased person", False, False)
    kept = serializers.serialize("json", [*User.objects.all(), *Entry.objects.all(), *Attestation.objects.all()])
    assert "Quillfeather" not in kept
    assert not learner.appointments.in_force(timezone.localdate()).exists()


def test_the_public_page_still_knows_the_certificate(client, award, administrator, coordinator):
    erase(award.enrolment.learner, administrator, coordinator)
    certificate = Certificate.objects.get(award=award)

    shown = client.post(
        reverse("certificates:verify_code", args=[certificate.code]), {"family_name": "Quillfeather"}, follow=True
    )

    assert "Zephyrine Quillfeather" in shown.text


def test_digests_of_her_words_cannot_be_guessed_any_more(award, administrator, coordinator):
    mark = award.decision.submission.marks.get()
    assert Salt.objects.filter(entry__subject_id=str(mark.pk)).exists()

    erase(award.enrolment.learner, administrator, coordinator)

    assert not Salt.objects.filter(entry__subject_id=str(mark.pk)).exists()


def test_two_people_and_never_the_person_herself(award, administrator, coordinator):
    request = ask(award.enrolment.learner, administrator)

    with pytest.raises(NotAllowed, match="second administrator or coordinator"):
        actions.approve_erasure(request, by=administrator, now=NOON)
    own = actions.ask_for_erasure(coordinator, by=coordinator, now=NOON)
    with pytest.raises(NotAllowed, match="about yourself"):
        actions.agree_to_erasure(own, by=coordinator, now=NOON)


def test_what_is_open_keeps_everything_and_the_sentence_says_so(administrator):
    learner = make_enrolment().learner
    request = actions.ask_for_erasure(learner, by=learner, now=NOON)

    with pytest.raises(NotAllowed, match="The enrolment has not ended"):
        actions.agree_to_erasure(request, by=administrator, now=NOON)
    actions.refuse_erasure(request, answer="Your enrolment has not ended.", by=administrator, now=NOON)

    request.refresh_from_db()
    assert (request.state, request.answer) == ("refused", "Your enrolment has not ended.")
    assert learner.notices.filter(kind="erasure.answered").exists()


def test_a_hold_on_one_enrolment_keeps_it_and_the_account_and_the_other_goes(award, administrator, coordinator):
    learner = award.enrolment.learner
    other = make_portfolio(learner)
    item = make_text(other)
    enrolment = other.portfolio.enrolment
    type(enrolment).objects.filter(pk=enrolment.pk).update(state="withdrawn", ended_at=NOON)
    place_hold(
        subject=enrolment, reason="A claim", owner=administrator, review_on=TODAY + timedelta(days=9),
        by=administrator, now=NOON,
    )  # fmt: skip

    request = erase(learner, administrator, coordinator)

    assert request.state == "partly"
    assert "A legal hold keeps it." in request.answer
    item.refresh_from_db()
    learner.refresh_from_db()
    assert (item.state, str(learner)) == ("present", "Zephyrine Quillfeather")
    assert set(award.decision.submission.items.values_list("state", flat=True)) == {"purged"}


def test_a_hold_that_comes_after_the_approval_keeps_everything(award, administrator, coordinator):
    learner = award.enrolment.learner
    request = actions.approve_erasure(ask(learner, administrator), by=coordinator, now=NOON)
    place_hold(
        subject=learner, reason="A claim", owner=administrator, review_on=TODAY + timedelta(days=9),
        by=administrator, now=NOON,
    )  # fmt: skip

    erase_person(str(request.pk))

    request.refresh_from_db()
    assert request.answer.startswith("Nothing could be erased for now.")
    assert EvidenceItem.objects.filter(state="present").exists()


def test_an_erasure_that_is_killed_before_its_keys_are_destroyed_goes_on(award, administrator, coordinator, settings):
    """Killed for real, when her records are out of the database and the vault has not begun."""
    learner = award.enrolment.learner
    item = EvidenceItem.objects.exclude(sealed_text=b"").first()
    request = actions.approve_erasure(ask(learner, administrator), by=coordinator, now=NOON)

    with hanging(Path(settings.CPD_VAULT) / "erased-texts.txt"):
        kill_when(
            lambda: ErasureRequest.objects.get(pk=request.pk).state == "done", lambda: erase_person(str(request.pk))
        )
    request.refresh_from_db()
    assert str(item.text_key) in request.keys
    assert open_text(item.text_key, item.sealed_text)

    erase_person(str(request.pk))

    with pytest.raises(Destroyed):
        open_text(item.text_key, item.sealed_text)
    request.refresh_from_db()
    assert request.keys == []


def test_she_asks_and_takes_it_back(client):
    learner = make_person("Amira Learner", Role.LEARNER)
    sign_in(client, learner)
    client.post(reverse("records:ask_for_erasure"))
    request = ErasureRequest.objects.get()
    assert "You asked on" in client.get(reverse("records:show_information")).text
    assert client.post(reverse("records:ask_for_erasure")).status_code == 403

    client.post(reverse("records:withdraw_erasure", args=[request.pk]))

    request.refresh_from_db()
    assert request.state == "withdrawn"


def test_the_whole_way_over_pages(client, award, administrator, coordinator):
    learner = award.enrolment.learner
    sign_in(client, administrator)
    page = client.post(reverse("records:enter_erasure"), {"email": learner.email, "asked_by": "letter"})
    client.post(f"{page.url}agree/")
    assert client.post(f"{page.url}approve/").status_code == 403
    sign_in(client, coordinator)
    client.post(f"{page.url}approve/")
    erase_person(str(ErasureRequest.objects.get().pk))

    shown = client.get(page.url).text

    assert "Erased person" in shown
    assert "Quillfeather" not in shown
