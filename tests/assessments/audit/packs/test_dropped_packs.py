"""A pack dropped on the public page: each check, in a limited process, and nothing kept of it."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments.certificates.dropped import KNOWN_PACK, STILL, check_files
from assessments.certificates.verifier import child
from cpd.credentials.did import our_did
from cpd.credentials.tokens import sign_claims
from cpd.files.models import StoredFile
from cpd.history.models import Entry
from tests.assessments.audit.packs.conftest import zipped

pytestmark = pytest.mark.django_db


def check(data: bytes, *more):
    return check_files([("pack.zip", data), *more], now=timezone.now())


def outcomes(verdict):
    return {one.name: one.outcome for one in verdict.checks}


def test_a_whole_pack_is_genuine_and_known(packed):
    verdict = check(packed.data)

    assert verdict.heading == "This is genuine"
    assert (outcomes(verdict)[KNOWN_PACK], outcomes(verdict)[STILL]) == ("passed", "passed")
    assert "failed" not in outcomes(verdict).values()
    assert ("Number", str(packed.pack.pk)) in verdict.shows


def test_a_changed_file_is_named_and_nothing_is_shown_of_it(packed):
    verdict = check(packed.changed(**{"decisions.json": packed.files["decisions.json"].replace(b"pass", b"fail")}))

    assert verdict.heading == "Do not rely on this file"
    assert "Changed: decisions.json." in [one.sentence for one in verdict.checks]
    assert verdict.shows == []


def test_a_list_that_we_signed_and_a_pack_that_we_did_not_make_is_told(packed):
    """Our key in other hands: the signature holds, and the record knows nothing of it."""
    listed = json.dumps(json.loads(packed.files["manifest.json"]) | {"scope": "Another"}).encode()
    digest = child.verify.hashlib.sha256(listed).hexdigest()
    token = sign_claims({"iss": our_did(), "type": ["CpdPack"], "manifest": digest}).encode()

    verdict = check(packed.changed(**{"manifest.json": listed, "manifest.jwt": token}))

    assert outcomes(verdict)[KNOWN_PACK] == "failed"


def test_the_page_takes_it_without_a_script_and_keeps_nothing(client, packed):
    before = (StoredFile.objects.count(), Entry.objects.count())

    answer = client.post("/v/file/", {"files": [SimpleUploadedFile("pack.zip", packed.data)]})

    assert answer.status_code == 200
    assert answer.text.count(">Passed<") >= 9
    assert (StoredFile.objects.count(), Entry.objects.count()) == before


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"manifest.json": b"{" + b" " * (100 << 20)}, "holds more than is read here"),
        ({"manifest.json": b"{" + b" " * (20 << 20)}, "larger than it can be"),
        ({"manifest.json": b"{}", "../x": b"x"}, "Do not unpack it"),
        ({"manifest.json": b"[" * 100_000}, "cannot be read"),
        ({"manifest.json": b"{}"}, "manifest.json is of another format"),
    ],
)
def test_what_is_made_to_hurt_gets_a_sentence(client, db, files, why):
    answer = client.post("/v/file/", {"files": [SimpleUploadedFile("pack.zip", zipped(files))]})

    assert answer.status_code == 200
    assert why in answer.text


def test_a_truncated_pack_and_two_at_once_are_told(client, packed):
    cut = SimpleUploadedFile("pack.zip", packed.data[:-200])
    assert "The ZIP is damaged" in client.post("/v/file/", {"files": [cut]}).text

    two = [SimpleUploadedFile(f"{name}.zip", packed.data) for name in "ab"]
    assert "one pack at a time" in client.post("/v/file/", {"files": two}).text


def test_a_pack_of_too_many_files_is_refused(packed):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("manifest.json", b"{}")
        for number in range(100_001):
            archive.writestr(f"f{number}", b"")

    verdict = check(out.getvalue())

    assert "holds more than is read here" in verdict.checks[0].sentence
