"""A certificate is drawn once, for a pass under a live agreement, or left to a person."""

import hashlib
import subprocess
from datetime import date

import pytest

from assessments.certificates.actions import correct_name, grant_award
from assessments.certificates.issuing import issue
from assessments.certificates.models import Award, Certificate
from assessments.certificates.states import CertificateState, Hold
from assessments.demo import road
from assessments.portfolios.states import SubmissionState
from courses.delivery.models import Enrolment
from cpd.files.store import open_bytes
from cpd.history.models import Entry
from cpd.jobs.models import Job
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import let_out, make_award, make_board, make_confirmed, make_released, revoke


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
    "name", ["Łucja Ŵyn-Jones", "Nguyễn Thị Hương", "Ọlájídé Adébáyọ̀", "Ólafur Þórðarson", "Їжакевич Γιώργος"]
)
def test_names_stand_in_the_pdf_as_they_are(learner, name):
    learner.certificate_name = name
    learner.save()

    assert name in text_of(issued(learner))


@pytest.mark.parametrize(
    ("name", "hold"),
    [
        ("美玲 Chen", Hold.NAME),
        ("דוד כהן", Hold.NAME),
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
    learner.certificate_name = "美玲 Chen"
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
