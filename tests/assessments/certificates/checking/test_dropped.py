"""What the public page says of a dropped file, and that nothing of it is kept."""

import json
import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments.certificates.dropped import KNOWN, check_files
from assessments.certificates.status import publish
from assessments.certificates.verifier.verify import PROOF, TERMS
from assessments.screening.refusals import Refused
from cpd.accounts.roles import Role
from cpd.files.models import StoredFile
from cpd.history.models import Entry
from tests.assessments.certificates.checking.forging import attach_another, swap_name
from tests.factories import revoke
from tests.people import make_person

pytestmark = pytest.mark.django_db


def check(**files):
    return check_files([(name.replace("__", "."), data) for name, data in files.items()], now=timezone.now())


def outcomes(verdict):
    return {one.name: one.outcome for one in verdict.checks}


def drop(client, *files):
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post("/v/file/", {"files": uploads})


@pytest.mark.parametrize("name", ["certificate.pdf", "credential.json", "credential.jwt"])
def test_each_file_of_a_certificate_is_genuine_and_in_force_by_itself(proven, name):
    verdict = check(**{name: proven.files[name]})

    assert verdict.heading == "This is genuine", verdict.checks
    assert verdict.sentence == "We issued this certificate and it is in force."
    assert ("Name", "Amira Learner") in verdict.shows
    assert not verdict.has_failed


def test_of_the_bundle_every_check_passes(proven):
    verdict = check(bundle__zip=proven.zip())

    assert set(outcomes(verdict).values()) == {"passed"}
    assert {PROOF, TERMS, KNOWN} <= set(outcomes(verdict))
    assert len(verdict.checks) == 12


def test_a_doctored_pdf_a_swapped_name_an_incremental_update_and_a_look_alike_each_have_their_sentence(proven):
    doctored = bytearray(proven.pdf)
    doctored[-3000] ^= 1
    swapped = swap_name(proven.files["credential.json"])
    verdicts = [
        check(x__pdf=bytes(doctored)),
        check(x__json=swapped),
        check(x__pdf=attach_another(proven.pdf, swapped)),
        check(x__pdf=proven.pdf + b"% more\n"),
        check(x__pdf=proven.forged_pdf),
    ]

    said = [" ".join(one.sentence for one in verdict.checks if one.outcome == "failed") for verdict in verdicts]

    assert {verdict.heading for verdict in verdicts} == {"Do not rely on this file"}
    assert "changed after it was sealed" in said[0]
    assert "The signature does not fit what the document says" in said[1]
    assert "to a person of another name" in said[1]
    assert "counts for nothing" in said[2] or "changed after it was sealed" in said[2] or "cut short" in said[2]
    assert "7 bytes were added to the file after it was sealed" in said[3]
    assert "the seal belongs to “CN=Harbour Learning seal" in said[4]
    assert all(verdict.shows == [] for verdict in verdicts)


def test_a_word_that_no_vocabulary_defines_is_told(proven):
    document = json.loads(proven.files["credential.json"]) | {"gradeInflated": "Distinction"}

    verdict = check(x__json=json.dumps(document).encode())

    assert outcomes(verdict)[TERMS] == "failed"
    assert "gradeInflated" in " ".join(one.sentence for one in verdict.checks)


def test_a_revoked_certificate_is_genuine_and_not_in_force(proven):
    certificate = proven.certificate
    revoke(certificate.award, by=make_person("Second Coordinator", Role.COORDINATOR))
    publish(certificate.status_list, now=timezone.now())

    verdict = check(x__pdf=proven.pdf)

    assert verdict.heading == "This is genuine, and not in force: revoked"
    assert "no longer counts" in verdict.sentence
    assert verdict.shows == []


def test_the_page_takes_a_file_without_javascript_and_keeps_nothing(client, proven, caplog):
    before = (StoredFile.objects.count(), Entry.objects.count(), kept())

    with caplog.at_level(logging.DEBUG):
        answer = drop(client, ("Amiras secret.pdf", proven.pdf))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "This is genuine" in page
    assert page.count(">Passed<") >= 10
    assert (StoredFile.objects.count(), Entry.objects.count(), kept()) == before
    assert "Amira" not in caplog.text
    assert "secret" not in page


def kept() -> set[Path]:
    return {path for path in Path(settings.CPD_VAR).rglob("*") if path.is_file() and "sqlite" not in path.name}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"hello", "None of them is a certificate"),
        (b"PK\x03\x04broken", "The ZIP is damaged"),
        (b"%PDF-1.7 " + b"/ByteRange [0 1 2 3]" * 9, "counts for nothing"),
        (b"[" * 100_000, "None of them is a certificate"),
        (b'{"type":' * 50_000, "None of them is a certificate"),
    ],
)
def test_what_is_no_certificate_gets_a_sentence(client, db, data, why):
    answer = drop(client, ("x", data))

    assert answer.status_code == 200
    assert why in answer.content.decode()


def test_no_file_and_too_many_tries_are_told(client, db):
    assert "Choose a file first" in client.post("/v/file/", {}).content.decode()
    assert client.get("/v/file/").status_code == 302

    codes = [client.post("/v/file/", {}).status_code for _ in range(6)]

    assert codes == [422] * 5 + [429]


def test_a_file_that_is_too_large_is_cut_off(client, db, settings):
    settings.CPD_MAX_UPLOAD_BYTES = 1000

    answer = drop(client, ("x.pdf", b"%PDF-" + b"x" * 1500))

    assert answer.status_code == 413
    assert "was not uploaded" in answer.content.decode()


def test_work_without_end_is_ended(proven):
    document = json.loads(proven.files["credential.json"])
    document["credentialSubject"]["achievement"]["tag"] = [str(number) for number in range(400_000)]

    with pytest.raises(Refused, match="too"):
        check(x__json=json.dumps(document).encode())


def test_names_cannot_be_tried_out_by_files(proven, client):
    swapped = swap_name(proven.files["credential.json"])
    for _ in range(10):
        client.post(f"/v/{proven.certificate.code}", {"family_name": "Guess"})

    verdict = check(x__json=swapped)

    assert "checked too often" in " ".join(one.sentence for one in verdict.checks)
    assert "another name" not in " ".join(one.sentence for one in verdict.checks)


def test_proof_checkpoint_growth_keys_and_verifier_are_served_to_strangers(client, proven):
    proof = client.get(f"/v/{proven.certificate.code}/proof")
    size = int(proven.visited.split("\n")[1])

    assert proof.content.startswith(b"c2sp.org/tlog-proof@v1\n")
    assert b"Amira" not in proof.content
    assert client.get("/v/record/checkpoint").content.decode().split("\n")[0] == "localhost:8000/history"
    assert client.get(f"/v/record/growth/{size}").content.startswith(b"old %d\n" % size)
    assert client.get("/v/record/growth/999999").status_code == 404
    assert client.get("/v/keys.json").json()["format"] == "cpd-keys@v1"
    assert client.get("/v/verify.py").content.startswith(b"#!/usr/bin/env python3")
    assert proven.university.name in client.get("/v/record/").content.decode()
    assert client.get("/v/nonsense/proof").status_code == 404


def test_the_holder_alone_downloads_the_bundle(client, proven, other_learner):
    address = f"/certificates/{proven.certificate.pk}/bundle/"
    client.force_login(other_learner)
    assert client.get(address).status_code == 404

    client.force_login(proven.certificate.award.enrolment.learner)
    answer = client.get(address)

    assert answer["Content-Type"] == "application/zip"
    assert "Amira" not in answer["Content-Disposition"]
    wanted = {
        "certificate.pdf",
        "credential.json",
        "credential.jwt",
        "certificate.tlog-proof",
        "verify.py",
        "README.html",
    }
    assert wanted | {"status-list.json", "did.json", "contexts/credentials-v2.json"} <= set(proven.files)
