"""What an earlier system got wrong, and what cannot happen here: bytes that move, namesakes that get lost, answers that are old."""

import hashlib
import io
import time
import zipfile
from pathlib import Path

import pytest
from django.utils import timezone

from assessments.boards.models import Decision
from assessments.certificates import facts
from assessments.certificates.codes import new_code
from assessments.certificates.issuing import drawing_of
from assessments.certificates.models import Award, Certificate
from assessments.certificates.pdf import draw
from assessments.certificates.queries import find_certificate
from assessments.certificates.status import newest_issue, publish
from assessments.certificates.tasks import publish_lists
from courses.delivery.models import Enrolment
from cpd.accounts.actions import keep_away
from cpd.credentials.bitstrings import is_set, read_bits
from cpd.files.disk import key_path
from cpd.files.store import put
from cpd.history.models import Entry
from cpd.jobs.relay import run_due_jobs
from cpd.keys.folder import KeyUnavailable
from cpd.notices.models import Mail, Notice
from tests.assessments.certificates.test_issuing import issued, run_job
from tests.bench.filling import fill
from tests.bench.installation import Installation
from tests.clock import NOON
from tests.factories import SHORT, make_award, make_released
from tests.people import sign_in


def download(client, person, certificate) -> bytes:
    return b"".join(sign_in(client, person).get(f"/certificates/{certificate.pk}/download/"))


def take(client, person, cohort_id) -> dict[str, bytes]:
    """The files of the bundle of a cohort."""
    answer = sign_in(client, person).get(f"/certificates/cohort/{cohort_id}/zip/")
    bundle = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
    return {name: bundle.read(name) for name in bundle.namelist()}


def test_a_new_name_or_template_moves_no_byte(client, learner, monkeypatch):
    certificate = issued(learner)
    before = download(client, learner, certificate)

    learner.given_names, learner.family_name, learner.certificate_name = "Other", "Person", "Other Person"
    learner.save()
    monkeypatch.setattr(facts, "TEMPLATE_VERSION", "2099-1")
    type(certificate.award.accreditation).objects.update(wording="Another wording.")
    run_job(certificate)

    after = download(client, learner, certificate)
    assert hashlib.sha256(after).hexdigest() == hashlib.sha256(before).hexdigest() == certificate.pdf_sha256


def test_a_download_needs_none_of_the_keys_that_a_drawing_needs(client, learner, settings):
    certificate = issued(learner)
    settings.CPD_EMBEDDED = False
    for name in ("seal", "credential", "token", "root"):
        (Path(settings.CPD_VAULT) / "keys" / f"{name}.pem").unlink()
    with pytest.raises(KeyUnavailable):
        draw(drawing_of(certificate, NOON))

    data = download(client, learner, certificate)

    assert hashlib.sha256(data).hexdigest() == certificate.pdf_sha256


def test_namesakes_both_stand_in_the_bundle(client, learner, other_learner, coordinator):
    for person in (learner, other_learner):
        person.certificate_name = "Sara Jones"
        person.save()
    certificates = [
        run_job(Certificate.objects.get(award__enrolment=make_released(person).portfolio.enrolment))
        for person in (learner, other_learner)
    ]
    cohort = certificates[0].award.enrolment.cohort_id
    Enrolment.objects.update(cohort=cohort)

    found = take(client, coordinator, cohort)

    assert {name: hashlib.sha256(data).hexdigest() for name, data in found.items() if name.endswith(".pdf")} == {
        f"certificate-{certificate.code}.pdf": certificate.pdf_sha256 for certificate in certificates
    }
    assert b"Jones" not in found["certificates.csv"]
    assert certificates[-1].award.enrolment.candidate_number.encode() in found["certificates.csv"]


def test_the_bundle_holds_what_is_in_force_for_whom_this_person_sees_and_is_recorded(client, learner, coordinator):
    certificate = issued(learner)
    cohort = certificate.award.enrolment.cohort_id
    assert [entry.detail for entry in Entry.objects.filter(name="certificates.taken")] == []

    assert len(take(client, coordinator, cohort)) == 2
    Award.objects.update(state="suspended")
    assert len(take(client, coordinator, cohort)) == 1
    Award.objects.update(state="granted")
    keep_away(name=str(coordinator), by=learner, now=NOON)
    assert len(take(client, coordinator, cohort)) == 1

    taken = Entry.objects.filter(name="certificates.taken").order_by("pk")
    assert [entry.detail["count"] for entry in taken] == [1, 0, 0]
    assert {entry.actor_id for entry in taken} == {str(coordinator.pk)}


def test_the_bundle_leaves_out_what_was_destroyed_for_somebodys_safety(client, learner, coordinator):
    certificate = issued(learner)
    key_path(certificate.pdf_id).unlink()

    assert list(take(client, coordinator, certificate.award.enrolment.cohort_id)) == ["certificates.csv"]


def test_two_hundred_in_one_bundle_take_seconds(client, db, tmp_path, settings, django_user_model):
    settings.CPD_FILES = tmp_path / "files"
    installation = Installation(SHORT, NOON)
    fill(installation, 500)
    certificates = list(Certificate.objects.filter(state="issued").select_related("award__enrolment")[:200])
    cohort = certificates[0].award.enrolment.cohort
    for certificate in certificates:
        certificate.pdf = put(b"%PDF-" + bytes(60_000), purpose="certificate", content_type="application/pdf")
        certificate.award.enrolment.cohort = cohort
        certificate.award.enrolment.save(update_fields=["cohort"])
        certificate.save(update_fields=["pdf"])
    extra = Certificate.objects.filter(state="issued", award__enrolment__cohort=cohort).exclude(
        pk__in=[certificate.pk for certificate in certificates]
    )
    assert not extra.exists()

    began = time.monotonic()
    answer = sign_in(client, installation.coordinator).get(f"/certificates/cohort/{cohort.pk}/zip/")
    first = time.monotonic() - began
    pieces = list(answer)

    assert len(zipfile.ZipFile(io.BytesIO(b"".join(pieces))).namelist()) == 201
    # It begins at once, and no more than a few files of it are ever in memory.
    assert first < 2
    assert max(map(len, pieces)) < 500_000
    assert time.monotonic() - began < 10


def test_a_mail_that_failed_is_not_called_sent(learner, settings):
    settings.MAILERS = {"default": {"BACKEND": "tests.notices.backends.Busy"}}

    issued(learner)
    run_due_jobs(timezone.now())

    notice = Notice.objects.get(kind="certificate.issued")
    mail = Mail.objects.get(person=learner)
    assert mail.error
    assert (notice.mailed_at, mail.sent_at) == (None, None)


@pytest.mark.parametrize("result", ["fail", "refer"])
def test_a_later_decision_ends_the_answer_valid_at_once(client, learner, result):
    certificate = issued(learner)
    award = certificate.award
    first = award.decision

    Decision.objects.create(
        paper=first.paper,
        submission=first.submission,
        result=result,
        reason="An appeal was decided",
        supersedes=first,
        decided_by=first.decided_by,
        decided_at=NOON,
    )

    page = client.get(f"/v/{certificate.code}").content.decode()
    assert "in force" not in page
    assert "under review" in page
    publish_lists("now")()
    assert newest_issue(certificate.status_list.number).bits_set == 1


def test_ten_thousand_guesses_hit_nothing(learner):
    issued(learner)
    guesses = [new_code() for _ in range(10_000)]

    hits = [
        Certificate.objects.filter(code__in=guesses[start : start + 500]).count() for start in range(0, 10_000, 500)
    ]

    assert hits == [0] * 20
    assert not any(map(find_certificate, guesses[:100]))


def test_the_bit_is_the_certificates_own(learner, coordinator):
    certificate = issued(learner)
    award = certificate.award
    clean = publish(certificate.status_list, now=NOON)
    type(award).objects.filter(pk=award.pk).update(state="revoked")

    issue = publish(certificate.status_list, now=NOON)

    encoded = issue.credential.split('"encodedList":"')[1].split('"')[0]
    bits = read_bits(encoded)
    assert is_set(bits, certificate.status_index)
    assert (clean.bits_set, issue.bits_set, sum(byte.bit_count() for byte in bits)) == (0, 1, 1)


def test_places_are_random_and_nobody_elses(learner, other_learner):
    certificates = [make_award(person).certificates.get() for person in (learner, other_learner)]

    assert len({certificate.status_index for certificate in certificates}) == 2
    assert any(certificate.status_index > 1000 for certificate in certificates)


def test_the_same_edition_is_not_signed_twice_a_day(learner):
    certificate = issued(learner)

    first, second = (publish(certificate.status_list, now=NOON) for _ in range(2))

    assert first.pk == second.pk
    assert publish(certificate.status_list, now=NOON.replace(day=NOON.day + 1)).pk != first.pk
