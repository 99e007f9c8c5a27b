"""Every state of an award with every state of its document: what a stranger reads, and what the status list says."""

import itertools

import pytest

from assessments.certificates.models import Award, Certificate
from assessments.certificates.queries import answer_for, find_certificate
from assessments.certificates.states import AwardState, CertificateState, Hold
from tests.assessments.certificates.test_issuing import issued

# By state of the award, then of the document: the answer, or None where the number is not known yet.
EXPECTED = {
    (AwardState.GRANTED, CertificateState.ISSUED): "Valid",
    (AwardState.GRANTED, CertificateState.SUPERSEDED): "Replaced",
    (AwardState.SUSPENDED, CertificateState.ISSUED): "Suspended",
    (AwardState.SUSPENDED, CertificateState.SUPERSEDED): "Suspended",
    **{
        (award, document): AwardState(award).label
        for award in (AwardState.RESCINDED, AwardState.REVOKED, AwardState.RELINQUISHED)
        for document in (CertificateState.ISSUED, CertificateState.SUPERSEDED, CertificateState.WITHDRAWN)
    },
}
# A document is withdrawn with its award; by itself it never is.
NEVER = {(award, CertificateState.WITHDRAWN) for award in (AwardState.GRANTED, AwardState.SUSPENDED)}
PAIRS = [pair for pair in itertools.product(AwardState, CertificateState) if pair not in NEVER]


@pytest.fixture
def certificate(learner) -> Certificate:
    return issued(learner)


@pytest.mark.parametrize(("award", "document"), PAIRS, ids="-".join)
def test_each_state_has_its_answer_and_its_bit(certificate, award, document):
    Award.objects.update(state=award)
    changes = {"state": document, "hold": Hold.NAME if document == CertificateState.HELD else ""}
    if document in (CertificateState.OWED, CertificateState.HELD):
        changes |= {"pdf": None, "pdf_sha256": "", "issued_at": None}
    Certificate.objects.update(**changes)

    found = find_certificate(certificate.code)

    assert (answer_for(found).status if found else None) == EXPECTED.get((award, document))
    in_force = award == AwardState.GRANTED and document in (
        CertificateState.OWED,
        CertificateState.HELD,
        CertificateState.ISSUED,
    )
    assert Certificate.objects.not_in_force().exists() == (not in_force)


def test_a_valid_answer_is_given_for_one_pair_alone():
    assert [pair for pair, status in EXPECTED.items() if status == "Valid"] == [
        (AwardState.GRANTED, CertificateState.ISSUED)
    ]
