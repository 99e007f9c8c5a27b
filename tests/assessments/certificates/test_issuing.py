"""A certificate is drawn once, for a pass under a live agreement, or left to a person."""

import hashlib
import io
import subprocess
import zipfile
from datetime import date

import pytest

from assessments.certificates.actions import correct_name, grant_award
from assessments.certificates.issuing import issue
from assessments.certificates.models import Award, Certificate
from assessments.certificates.proving import write_bundle
from assessments.certificates.states import CertificateState, Hold
from assessments.demo import road
from assessments.portfolios.states import SubmissionState
from courses.delivery.models import Enrolment
from cpd.accounts.roles import Role
from cpd.documents.attachments import read_attachments
from cpd.documents.pdf import Document
from cpd.files.store import open_bytes, put
from cpd.history.models import Entry
from cpd.history.sequencing import sequence
from cpd.jobs.models import Job
from cpd.keys.tasks import sign_now
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import let_out, make_award, make_board, make_confirmed, make_released, revoke
from tests.people import make_person


def run_job(certificate: Certificate) -> Certificate:
    """What the job runner does with one job of this kind."""
    finish = issue(certificate.pk)
    if finish:
        finish()
    certificate.refresh_from_db()
    return certificate


def issued(learner) -> Certificate:
    return run_job(make_award(learner).certificates.get())


def text_of(certificate: Certificate) -> str:
    data = open_bytes(certificate.pdf)
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()


def test_release_owes_one_job_for_each_pass(db):
    submission = make_released()

    certificate = Certificate.objects.get(award__enrolment=submission.portfolio.enrolment)
    assert Job.objects.filter(kind="certificates.issue", ref=str(certificate.pk)).count() == 1


def test_a_refer_leads_to_no_award(db):
    make_released(not_yet_met=["1.1"])

    assert not Award.objects.exists()


def test_granting_twice_is_one_award(db):
    award = make_award()

    assert grant_award(award.decision, by=award.decision.decided_by, now=NOON) == award
    assert Certificate.objects.count() == 1


def test_a_second_run_changes_nothing(learner):
    certificate = issued(learner)
    digest = certificate.pdf_sha256

    run_job(certificate)

    assert certificate.pdf_sha256 == digest
    assert Entry.objects.filter(name="certificate.issued").count() == 1
    assert hashlib.sha256(open_bytes(certificate.pdf)).hexdigest() == digest


def test_two_runs_at_once_store_one_document(learner):
    certificate = make_award(learner).certificates.get()
    first, second = issue(certificate.pk), issue(certificate.pk)

    first()
    stored = Certificate.objects.get(pk=certificate.pk).pdf_id
    second()

    assert Certificate.objects.get(pk=certificate.pk).pdf_id == stored


@pytest.mark.parametrize(
    "name",
    [
        *["Łucja Ŵyn-Jones", "Nguyễn Thị Hương", "Ọlájídé Adébáyọ̀", "Ólafur Þórðarson", "Їжакевич Γιώργος"],
        *["किशोरी शर्मा", "ਗੁਰਪ੍ਰੀਤ ਕੌਰ", "தமிழ்ச்செல்வி", "王小明", "김민지", "ไพลิน", "አበበ", "美玲 Chen"],
    ],
)
def test_names_stand_in_the_pdf_as_they_are(learner, name):
    learner.certificate_name = name
    learner.save()

    assert name in text_of(issued(learner))


@pytest.mark.parametrize(
    ("name", "hold"),
    [
        ("བསྟན་འཛིན", Hold.NAME),
        ("דָּוִד כהן", Hold.NAME),
        ("Jo <b", Hold.MARKUP),
        ("R&D <Lead>", Hold.MARKUP),
        ("</para>", Hold.MARKUP),
        ("{{7*7}}", Hold.MARKUP),
        ("Ann " * 40, Hold.LENGTH),
    ],
)
def test_a_name_that_cannot_be_printed_waits_for_a_person(learner, name, hold):
    learner.certificate_name = name
    learner.save()

    certificate = issued(learner)

    assert (certificate.state, certificate.hold) == (CertificateState.HELD, hold)
    assert certificate.pdf is None


def test_a_held_certificate_is_made_after_the_name_is_corrected(learner, coordinator):
    learner.certificate_name = "བསྟན་འཛིན"
    learner.save()
    held = issued(learner)

    certificate = run_job(correct_name(held, name="Meiling Chen", by=coordinator, now=NOON))

    assert certificate.pk == held.pk
    assert "Meiling Chen" in text_of(certificate)


def test_a_new_name_makes_a_successor_and_never_moves_the_old_bytes(learner, coordinator):
    first = issued(learner)
    digest = first.pdf_sha256

    second = run_job(correct_name(first, name="Amira Newname", by=coordinator, now=NOON))

    first.refresh_from_db()
    assert (first.state, first.pdf_sha256) == (CertificateState.SUPERSEDED, digest)
    assert second.state == CertificateState.ISSUED
    assert second.code != first.code


def test_nothing_is_issued_after_the_award_was_revoked(learner, coordinator):
    award = make_award(learner)
    certificate = award.certificates.get()
    revoke(award, by=coordinator)

    run_job(certificate)

    assert (certificate.state, certificate.pdf) == (CertificateState.WITHDRAWN, None)


def test_an_award_revoked_while_the_certificate_is_drawn_gets_none(learner, coordinator):
    award = make_award(learner)
    finish = issue(award.certificates.get().pk)
    revoke(award, by=coordinator)

    finish()

    assert award.certificates.get().pdf is None


def test_no_award_under_an_agreement_that_had_ended_by_the_board_date(learner, coordinator):
    submission = make_confirmed(learner)
    agreement = submission.portfolio.enrolment.accreditation
    type(agreement).objects.filter(pk=agreement.pk).update(
        ends_on=date(2026, 6, 3), teach_out_until=date(2026, 6, 3), starts_on=date(2026, 1, 1)
    )
    board = make_board(submission.portfolio.enrolment.cohort)
    type(board).objects.filter(pk=board.pk).update(held_on=date(2026, 6, 10))
    road.decide_all(board, now=NOON)

    with pytest.raises(NotAllowed, match="not in force"):
        let_out(board)

    submission.refresh_from_db()
    assert submission.state == SubmissionState.RATIFIED
    assert not Award.objects.exists()


def test_nobody_changes_an_award_or_a_certificate_of_their_own(learner, coordinator):
    award = make_award(learner)
    certificate = award.certificates.get()
    Enrolment.objects.filter(pk=award.enrolment_id).update(learner=coordinator)
    award.refresh_from_db()
    certificate.refresh_from_db()

    with pytest.raises(NotAllowed, match="your own award"):
        revoke(award, by=coordinator)
    issue(certificate.pk)()
    with pytest.raises(NotAllowed, match="your own certificate"):
        correct_name(certificate, name="Another Name", by=coordinator, now=NOON)


# As 0.1.0 left a certificate that was owed or held when the installation was updated.
FACTS_OF_0_1_0 = {
    "provider": "The name of the provider at that time",
    "title": "Short module",
    "module_code": "SHORT",
    "module_version": 1,
    "level": "FHEQ level 4",
    "credit": "10 CATS credits (5 ECTS)",
    "notional_hours": 100,
    "cpd_hours": "36",
    "awarded_on": "2026-06-03",
    "studied_from": "2026-01-05",
    "university": "University of Merebridge",
    "accreditation": "UM-1",
    "wording": "The wording of that day.",
    "is_university_award": False,
    "signatories": [["Rhian Vale", "Head of Learning"]],
    "outcomes": ["1. See the children", "2. Act"],
}


def left_by_0_1_0(learner, **more) -> Certificate:
    certificate = make_award(learner).certificates.get()
    values = {"facts": FACTS_OF_0_1_0, "template_version": "achievement-1", "status_list": None, "status_index": None}
    Certificate.objects.filter(pk=certificate.pk).update(**values | more)
    return Certificate.objects.get(pk=certificate.pk)


def test_what_0_1_0_owed_is_completed_and_issued(learner):
    certificate = run_job(left_by_0_1_0(learner))

    assert certificate.state == CertificateState.ISSUED
    assert certificate.status_list.number == 1
    assert certificate.facts.items() >= {key: FACTS_OF_0_1_0[key] for key in ("provider", "wording", "title")}.items()
    assert "The wording of that day." in text_of(certificate)
    assert {"credential.json", "credential.jwt"} <= set(read_attachments(open_bytes(certificate.pdf)))


def test_what_0_1_0_held_is_issued_once_its_name_is_put_right(learner):
    held = left_by_0_1_0(learner, state=CertificateState.HELD, hold=Hold.NAME)

    correct_name(held, name="David Cohen", by=make_person("Cora", Role.COORDINATOR), now=NOON)

    assert run_job(held).state == CertificateState.ISSUED
    assert Entry.objects.filter(name="certificate.completed", subject_id=str(held.pk)).count() == 1


def test_a_certificate_that_0_1_0_issued_has_a_bundle(learner, settings, tmp_path):
    # A vault of its own: what is signed here must not hinder other tests.
    settings.CPD_VAULT = tmp_path
    certificate = issued(learner)
    sequence()
    sign_now()
    pdf = Document(size=(300, 300), title="T", author="A", subject="S", creator="C", made_at=NOON).write()
    old = put(pdf, purpose="certificate", content_type="application/pdf")
    Certificate.objects.filter(pk=certificate.pk).update(pdf=old, status_list=None, status_index=None)
    certificate.refresh_from_db()

    names = zipfile.ZipFile(io.BytesIO(write_bundle(certificate, now=NOON))).namelist()

    assert "certificate.pdf" in names
    assert "credential.json" not in names
