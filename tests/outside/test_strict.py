"""The signature as pyHanko judges it, with the list of withdrawn certificates required (rows 4 and 5)."""

import io
from datetime import UTC, datetime

import pytest
from asn1crypto import pem, x509
from django.test import override_settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from cpd.keys import keys, revocation_list
from tests.outside.making import BASE, World, make_world
from tests.outside.test_pdfs import appended


def judge(world: World, pdf: bytes, withdrawn: bytes):
    root = x509.Certificate.load(pem.unarmor(world.root)[2])
    context = ValidationContext(trust_roots=[root], crls=[withdrawn], revocation_mode="require", allow_fetching=False)
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, context)


@pytest.mark.parametrize("design", ["achievement", "shaped"])
@pytest.mark.parametrize("kind", ["world", "rsa_world"])
def test_a_genuine_certificate_passes_the_strictest_judge(request, kind, design):
    world = request.getfixturevalue(kind)

    status = judge(world, getattr(world, design).pdf, world.withdrawn)

    assert status.bottom_line, status.pretty_print_details()
    assert status.docmdp_ok
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE


def test_a_second_revision_is_an_illegal_change(world):
    status = judge(world, appended(world.achievement.pdf), world.withdrawn)

    assert not status.bottom_line
    assert status.modification_level == ModificationLevel.OTHER


def test_a_seal_whose_key_leaked_is_refused(tmp_path):
    world, now = make_world(tmp_path, "p256"), datetime.now(UTC)
    with override_settings(CPD_VAULT=tmp_path, CPD_SEAL="p256", CPD_BASE_URL=BASE):
        keys.replace("seal", now=now, withdraw=True)
        withdrawn = revocation_list(now)

    status = judge(world, world.achievement.pdf, withdrawn)

    assert not status.bottom_line
    assert status.revoked
