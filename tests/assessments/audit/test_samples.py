"""Evidence in the room: of her own sample alone, by number, watermarked, and each opening on record."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.audit.actions import add_to_visit, close_visit, open_visit
from assessments.audit.models import VisitItem
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.factories import make_enrolment
from tests.people import sign_in

pytestmark = pytest.mark.usefixtures("standing_award")


@pytest.fixture
def learner(award):
    return award.enrolment.learner


@pytest.fixture
def visit(auditor, award):
    return open_visit(award.accreditation, purpose="Annual monitoring", by=auditor, now=timezone.now())


def evidence(visit, award, attempt=1) -> str:
    return reverse("audit:read_evidence", args=[visit.pk, award.enrolment.candidate_number, attempt])


def test_evidence_is_read_of_her_sample_alone(client, visit, award, auditor):
    sign_in(client, auditor)
    before = client.get(evidence(visit, award)).status_code

    client.post(reverse("audit:show_own_sample", args=[visit.pk]), {"candidate": award.enrolment.candidate_number})

    assert (before, client.get(evidence(visit, award)).status_code) == (404, 200)


def test_each_opening_of_an_item_is_on_record(client, visit, award, auditor):
    add_to_visit(visit, award.enrolment, by=auditor, now=timezone.now())
    sign_in(client, auditor)

    client.get(evidence(visit, award))

    opened = Entry.objects.filter(name="evidence.opened", actor_id=str(auditor.pk), detail__because="audit")
    assert opened.count() == award.decision.submission.items.count()


def test_the_page_of_evidence_names_nobody_and_says_who_reads(client, visit, award, auditor, learner):
    add_to_visit(visit, award.enrolment, by=auditor, now=timezone.now())

    page = sign_in(client, auditor).get(evidence(visit, award)).text

    assert f"Read in confidence by {auditor}" in page
    for secret in (learner.family_name, learner.email, str(learner.pk), str(award.enrolment.pk), "Lantern"):
        assert secret not in page


def test_a_candidate_of_another_agreement_is_not_added(client, visit, auditor):
    elsewhere = make_enrolment()
    sign_in(client, auditor)

    response = client.post(reverse("audit:show_own_sample", args=[visit.pk]), {"candidate": elsewhere.candidate_number})

    assert response.status_code == 422
    assert "No candidate of this number is within this visit" in response.text
    assert not VisitItem.objects.exists()


def test_a_candidate_she_is_near_to_is_not_added(visit, award, auditor, learner):
    learner.manager = auditor
    learner.save(update_fields=["manager"])

    with pytest.raises(NotAllowed, match="too near"):
        add_to_visit(visit, award.enrolment, by=auditor, now=timezone.now())


def test_adding_twice_is_one_entry(visit, award, auditor):
    for _ in range(2):
        add_to_visit(visit, award.enrolment, by=auditor, now=timezone.now())

    assert Entry.objects.filter(name="visit.sampled").count() == 1


def test_an_attempt_that_was_never_made_is_not_found(client, visit, award, auditor):
    add_to_visit(visit, award.enrolment, by=auditor, now=timezone.now())

    assert sign_in(client, auditor).get(evidence(visit, award, attempt=2)).status_code == 404


def test_a_closed_visit_closes_the_evidence_too(client, visit, award, auditor):
    add_to_visit(visit, award.enrolment, by=auditor, now=timezone.now())
    close_visit(visit, by=auditor, now=timezone.now())

    assert sign_in(client, auditor).get(evidence(visit, award)).status_code == 404
