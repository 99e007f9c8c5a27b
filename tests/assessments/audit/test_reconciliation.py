"""Exhibit 16: ratified passes, awards, certificates and the record agree one to one, and each exception is explained."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.audit.actions import open_visit
from assessments.audit.exhibits.contents import Scope
from assessments.audit.exhibits.reconciling import EXPLAINED, reconcile
from assessments.boards.models import Board
from assessments.certificates.models import Award, Certificate
from assessments.certificates.states import CertificateState, Mismatch
from cpd.files.models import StoredFile
from tests.assessments.certificates.test_issuing import issued
from tests.clock import later
from tests.factories import make_released, revoke
from tests.people import make_person, sign_in


@pytest.fixture
def certificate(learner):
    return issued(learner)


@pytest.fixture
def visit(auditor, certificate):
    return open_visit(certificate.award.accreditation, purpose="Monitoring", by=auditor, now=timezone.now())


def found(visit):
    return reconcile(Scope(visit, timezone.now()))


def test_what_our_own_actions_did_agrees_one_to_one(client, visit, auditor, certificate):
    page = sign_in(client, auditor).get(reverse("audit:show_reconciliation", args=[visit.pk]))

    seen = found(visit)
    assert (seen.passes, seen.released, seen.awards, seen.certificates, seen.entries) == (1, 1, 1, 1, 1)
    assert (seen.exceptions, seen.explained) == ([], [])
    assert "1 candidate: a pass, an award, a certificate and its entry in the record, one of each." in page.text
    assert certificate.award.enrolment.candidate_number in page.text


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda row: Certificate.objects.update(state=CertificateState.WITHDRAWN), Mismatch.NO_CERTIFICATE),
        (lambda row: Award.objects.update(state="revoked"), Mismatch.STRAY_CERTIFICATE),
        (lambda row: row.award.decision.paper.decisions.update(result="refer"), Mismatch.NO_PASS),
        (lambda row: Certificate.objects.update(pdf_sha256="0" * 64), Mismatch.WRONG_BYTES),
        (
            lambda row: StoredFile.objects.filter(pk=row.pdf_id).update(destroyed_at=later(days=400)),
            Mismatch.WRONG_BYTES,
        ),
    ],
)
def test_each_exception_is_explained(client, visit, auditor, certificate, spoil, kind):
    spoil(certificate)

    page = sign_in(client, auditor).get(reverse("audit:show_reconciliation", args=[visit.pk]))

    (line,) = found(visit).exceptions
    assert EXPLAINED[kind] in line.words
    assert "1 candidate of 1 do not agree." in page.text


def test_an_award_that_ended_is_explained_and_no_exception(visit, certificate, coordinator):
    revoke(certificate.award, by=coordinator)

    seen = found(visit)

    assert seen.exceptions == []
    assert seen.explained[0].words.startswith("The award has ended: revoked")


def test_a_result_that_is_not_out_yet_is_explained(visit, certificate):
    Certificate.objects.all().delete()
    Award.objects.all().delete()
    Board.objects.update(state="ratified", released_at=None)

    seen = found(visit)

    assert seen.exceptions == []
    assert seen.explained[0].words.startswith("The board ratified it, and its results are not out yet.")


def test_the_page_needs_as_many_queries_for_many_as_for_one(visit, certificate):
    cohort = certificate.award.enrolment.cohort
    with CaptureQueriesContext(connection) as one:
        found(visit)
    for number in range(3):
        make_released(make_person(f"Learner Number{number}"), cohort)

    with CaptureQueriesContext(connection) as many:
        seen = found(visit)

    assert (seen.passes, len(many)) == (4, len(one))
