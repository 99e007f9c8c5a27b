"""One issued certificate with everything that proves it, and a forger's copy of the whole house."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from assessments.certificates.credential import write_credential
from assessments.certificates.models import Certificate
from assessments.certificates.pdf import Drawing, draw
from assessments.certificates.proving import keys_file, write_bundle
from assessments.certificates.status import publish
from cpd.accounts.roles import Role
from cpd.credentials.tokens import write_json
from cpd.history.checkpoints import last_note_path
from cpd.history.models import Checkpoint
from cpd.history.sequencing import sequence
from cpd.history.witnesses import add_cosignatures, trust_witness
from cpd.keys.tasks import sign_now
from tests.assessments.certificates.test_issuing import issued
from tests.history.test_witnesses import University
from tests.people import employer, make_person
from tests.standing import standing


@dataclass
class Proven:
    """A certificate, its files by name, the keys to check them with, and the checkpoint of an earlier visit."""

    certificate: Certificate
    files: dict[str, bytes]
    keys: bytes
    visited: str
    forged_pdf: bytes
    university: University = field(default_factory=University)

    @property
    def pdf(self) -> bytes:
        return self.files["certificate.pdf"]

    def zip(self, **changed: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in (self.files | changed).items():
                archive.writestr(name, data)
        return out.getvalue()


@pytest.fixture(scope="module")
def proven(django_db_setup, django_db_blocker, tmp_path_factory):
    last_note_path().unlink(missing_ok=True)
    with standing(django_db_blocker):
        yield make_proven(tmp_path_factory)
    # The entries are gone, and what was signed of them must not hinder other tests.
    last_note_path().unlink(missing_ok=True)


def forge(certificate: Certificate, vault: Path) -> bytes:
    """The same certificate, drawn by somebody who has our program and other keys."""
    name, now = certificate.name, timezone.now()
    told = {"award_id": str(certificate.award_id), "list_number": 1, "place": certificate.status_index, "made_at": now}
    with override_settings(CPD_VAULT=vault, CPD_SERVICE_NAME="Harbour Learning"):
        credential = write_credential(name=name, code=certificate.code, facts=certificate.facts, **told)
        return draw(Drawing(name, certificate.code, certificate.facts, credential, now))


def make_proven(tmp_path_factory) -> Proven:
    university = University()
    now = timezone.now()
    trust_witness(university.vkey, by=None, now=now)
    sequence()
    sign_now()
    visited = Checkpoint.objects.latest("pk").note
    learner = make_person("Amira Learner", Role.LEARNER, employer=employer())
    certificate = issued(learner)
    sequence()
    sign_now()
    add_cosignatures(
        university.sign(Checkpoint.objects.latest("pk").note, now), by=None, now=now + timedelta(minutes=1)
    )
    publish(certificate.status_list, now=timezone.now())
    bundle = zipfile.ZipFile(io.BytesIO(write_bundle(certificate, now=timezone.now())))
    files = {name: bundle.read(name) for name in bundle.namelist()}
    forged = forge(certificate, tmp_path_factory.mktemp("forger"))
    return Proven(certificate, files, write_json(keys_file()), visited, forged, university)
