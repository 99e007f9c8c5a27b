"""What a university signs itself: checked before it is kept, carried by later credentials, told apart from what it is not."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.certificates.actions import correct_name
from assessments.certificates.addresses import achievement_address
from assessments.certificates.dropped import check_files
from assessments.certificates.endorsing import end_endorsement, record_endorsement
from assessments.certificates.models import Certificate, Endorsement
from assessments.certificates.verifier.verify import FAILED, NOT_CHECKED, PASSED
from cpd.accounts.roles import Role
from cpd.credentials.did import did_document, our_did
from cpd.credentials.proofs import check_proof, sign_document
from cpd.documents.attachments import read_attachments
from cpd.files.store import open_bytes
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.assessments.certificates.test_issuing import run_job
from tests.clock import NOON
from tests.endorsing import University
from tests.factories import make_accreditation, make_award
from tests.people import make_person, sign_in

LINE = "The university has signed it too"


@pytest.fixture
def university() -> University:
    return University()


@pytest.fixture
def accreditation(db):
    return make_accreditation()


@pytest.fixture
def about(accreditation) -> str:
    version = accreditation.versions.get().version
    return achievement_address(version.module.code, version.number)


def keep(accreditation, files, by=None) -> Endorsement:
    return record_endorsement(accreditation, **files, by=by or make_person("Cora", Role.COORDINATOR), now=NOON)


def credential_of(certificate: Certificate) -> dict:
    return json.loads(read_attachments(open_bytes(certificate.pdf))["credential.json"])


def issue_endorsed(learner, university) -> Certificate:
    """A reissue after the university has endorsed what was achieved."""
    first, by = run_job(make_award(learner).certificates.get()), make_person("Cora", Role.COORDINATOR)
    enrolment = first.award.enrolment
    about = achievement_address(enrolment.version.module.code, enrolment.version.number)
    keep(enrolment.accreditation, university.files(about), by=by)
    return run_job(correct_name(first, name="Lena New", by=by, now=NOON))


def test_what_the_university_signed_stands_in_later_credentials_to_the_word(learner, university):
    certificate = issue_endorsed(learner, university)

    credential = credential_of(certificate)

    [endorsement] = credential["credentialSubject"]["achievement"]["endorsement"]
    assert check_proof(endorsement, university.did) == university.method
    assert check_proof(credential, did_document())
    assert json.dumps(endorsement) == Endorsement.objects.get().document


def test_a_certificate_without_one_says_nothing_of_the_kind(learner):
    credential = credential_of(run_job(make_award(learner).certificates.get()))

    assert "endorsement" not in credential["credentialSubject"]["achievement"]


def test_the_public_check_reads_it_and_tells_a_changed_one(learner, university):
    data = open_bytes(issue_endorsed(learner, university).pdf)
    credential = json.loads(read_attachments(data)["credential.json"])
    subject = credential["credentialSubject"]["achievement"]["endorsement"][0]["credentialSubject"]
    subject["endorsementComment"] = "We award this degree."
    del credential["proof"]
    # Even if we signed it: the university did not.
    doctored = json.dumps(sign_document(credential, now=NOON)).encode()

    outcomes = [
        {check.name: check.outcome for check in check_files(files, now=NOON).checks}
        for files in ([("c.pdf", data)], [("c.json", doctored)])
    ]

    assert [one[LINE] for one in outcomes] == [PASSED, FAILED]


def test_the_public_check_believes_no_key_that_it_was_not_given(learner, university):
    data = open_bytes(issue_endorsed(learner, university).pdf)
    Endorsement.objects.all().delete()

    outcomes = {check.name: check.outcome for check in check_files([("c.pdf", data)], now=NOON).checks}

    assert outcomes[LINE] == NOT_CHECKED


def test_keeping_one_is_entered_by_its_digests(accreditation, university, about):
    files = university.files(about)

    kept = keep(accreditation, files)

    entry = Entry.objects.get(name="endorsement.recorded", subject_id=str(kept.pk))
    assert entry.detail["sha256"] == hashlib.sha256(files["document"].encode()).hexdigest()
    assert entry.detail["did"] == hashlib.sha256(files["did"].encode()).hexdigest()


def changed(files, **more):
    return files | {"document": json.dumps(json.loads(files["document"]) | more)}


REFUSED = {
    "a changed word": (lambda u, a: changed(u.files(a), name="Degree"), "signature does not hold"),
    "another's key": (lambda u, a: u.files(a) | {"did": json.dumps(University().did)}, "signature does not hold"),
    "another issuer": (
        lambda u, a: u.files(a) | {"did": json.dumps(University("other.example").did)},
        "signature does not hold",
    ),
    "a word under no context": (lambda u, a: changed(u.files(a), rank="First"), "signature does not hold"),
    "another module": (lambda u, a: u.files(a + "9"), "something else"),
    "no endorsement": (lambda u, a: u.files(a, type=["VerifiableCredential"]), "no endorsement"),
    "no name": (lambda u, a: u.files(a, name=""), "lacks “name”"),
    "run out": (lambda u, a: u.files(a, validUntil="2026-02-01T00:00:00Z"), "run out"),
    "not yet": (lambda u, a: u.files(a, validFrom="2036-02-01T00:00:00Z"), "does not count yet"),
    "no time": (lambda u, a: u.files(a, validUntil="2036-02-31T00:00:00Z"), "not a date"),
    "no JSON": (lambda u, a: u.files(a) | {"document": "{"}, "not JSON"),
    "a list": (lambda u, a: u.files(a) | {"did": "[]"}, "not a JSON object"),
    "no DID": (lambda u, a: u.files(a) | {"did": "{}"}, "not a DID document"),
    "too large": (lambda u, a: u.files(a) | {"document": " " * 70_000}, "larger than 64 kB"),
    "foreign contexts": (lambda u, a: changed(u.files(a), **{"@context": ["https://x.example"]}), "contexts"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_hold_is_refused_with_a_sentence(accreditation, university, about, case):
    make, sentence = REFUSED[case]

    with pytest.raises(NotAllowed, match=sentence):
        keep(accreditation, make(university, about))

    assert not Endorsement.objects.exists()


def test_our_own_signature_endorses_nothing(accreditation, university, about):
    unsigned = {key: value for key, value in university.endorse(about).items() if key != "proof"}
    ours = sign_document(unsigned | {"issuer": {"id": our_did(), "type": ["Profile"]}}, now=NOON)

    with pytest.raises(NotAllowed, match="signed by us"):
        keep(accreditation, {"document": json.dumps(ours), "did": json.dumps(did_document())})


def test_somebody_without_the_office_is_refused(accreditation, university, about):
    with pytest.raises(NotAllowed, match="coordinator or an administrator"):
        keep(accreditation, university.files(about), by=make_person("Asha", Role.ASSESSOR))


def test_one_at_a_time_and_an_ended_one_is_carried_no_more(accreditation, university, about):
    by = make_person("Cora", Role.COORDINATOR)
    first = keep(accreditation, university.files(about), by=by)
    with pytest.raises(NotAllowed, match="End that one first"):
        keep(accreditation, university.files(about), by=by)

    end_endorsement(first, by=by, now=NOON)
    end_endorsement(first, by=by, now=NOON)

    assert not Endorsement.objects.in_force(NOON).exists()
    assert keep(accreditation, university.files(about), by=by).pk != first.pk
    assert Entry.objects.filter(name="endorsement.ended").count() == 1


def test_one_that_has_run_out_is_carried_no_more(accreditation, university, about):
    until = NOON + timedelta(days=1)
    keep(accreditation, university.files(about, validUntil=until.isoformat()))

    assert Endorsement.objects.in_force(NOON).exists()
    assert not Endorsement.objects.in_force(until).exists()


def test_the_page_keeps_one_says_what_is_wrong_and_ends_it(client, accreditation, university, about):
    sign_in(client, make_person("Cora", Role.COORDINATOR))
    address, files = f"/certificates/endorsements/{accreditation.pk}/", university.files(about)

    def post(**texts):
        return client.post(address, {name: SimpleUploadedFile("a.json", text) for name, text in texts.items()})

    assert about in client.get(address).content.decode()
    assert "Choose the DID document" in post(document=b"{}").content.decode()
    assert post(document=b"\xff", did=b"{}").status_code == 422
    wrong = post(document=files["document"].replace("level 4", "level 7").encode(), did=files["did"].encode())
    assert (wrong.status_code, "signature does not hold" in wrong.content.decode()) == (422, True)
    assert post(**{name: text.encode() for name, text in files.items()}).status_code == 302
    page = client.get(address).content.decode()
    assert "recognise it at FHEQ level 4" in page
    client.post(f"/certificates/endorsements/{Endorsement.objects.get().pk}/end/")
    assert "Ended" in client.get(address).content.decode()
