"""A visit with a pack, made by its job, and ways to bend one."""

import io
import json
import zipfile
from dataclasses import dataclass

import pytest
from django.utils import timezone

from assessments.audit.actions import ask_for_pack, open_visit
from assessments.audit.models import Pack, Visit
from assessments.audit.tasks import make_pack
from assessments.certificates.proving import keys_file
from cpd.accounts.roles import Role
from cpd.files.store import open_bytes
from cpd.history.checkpoints import last_note_path
from tests.assessments.certificates.test_issuing import issued
from tests.people import employer, make_person, university
from tests.standing import standing

REASON = "For the file of the annual monitoring"


@dataclass
class Packed:
    """A pack, its bytes and its files by name, and the keys that came by another way."""

    pack: Pack
    data: bytes
    keys: bytes

    @property
    def files(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def changed(self, **files: bytes | None) -> bytes:
        """The same with other files; None takes one out."""
        bent = self.files | files
        return zipped({name: data for name, data in bent.items() if data is not None})


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def pack_of(visit: Visit, **options) -> Packed:
    """A pack that its auditor asked for and the job made."""
    pack = ask_for_pack(visit=visit, reason=REASON, by=visit.auditor, now=timezone.now(), **options)
    make_pack(str(pack.pk))()
    return read(pack)


def read(pack: Pack) -> Packed:
    pack.refresh_from_db()
    return Packed(pack, open_bytes(pack.file), json.dumps(keys_file()).encode())


def make_visit() -> Visit:
    """Under the agreement of an award whose certificate is issued."""
    certificate = issued(make_person("Amira Learner", Role.LEARNER, employer=employer()))
    auditor = make_person("Uma Auditor", Role.AUDITOR)
    auditor.appointments.update(organisation=university())
    agreement = certificate.award.accreditation
    return open_visit(agreement, purpose="Annual monitoring", by=auditor, now=timezone.now())


@pytest.fixture(scope="module")
def packed(django_db_setup, django_db_blocker):
    """One for a whole file of tests, which look at its bytes and change nothing."""
    last_note_path().unlink(missing_ok=True)
    with standing(django_db_blocker):
        yield pack_of(make_visit())
    # The entries are gone, and what was signed of them must not hinder other tests.
    last_note_path().unlink(missing_ok=True)
