"""Released passes, awards and certificates agree, or nothing more is issued (domain 12.1, row 13)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.certificates.models import Award, Certificate, Reconciliation
from assessments.certificates.reconciling import Comparison, compare, is_issuing_stopped, reconcile
from assessments.certificates.states import CertificateState, Mismatch
from assessments.certificates.tasks import reconcile_awards, sweep_certificates
from cpd.files.models import StoredFile
from cpd.history.models import Entry
from cpd.history.triggers import writable
from cpd.jobs.models import Job
from cpd.notices.models import Notice
from tests.assessments.certificates.test_issuing import issued, run_job
from tests.clock import later
from tests.factories import make_award, make_released, revoke
from tests.people import sign_in


def kinds():
    return [kind for _, kind in compare().mismatches]


def break_it(certificate):
    """What no action of ours can do: the certificate ends and the award does not."""
    Certificate.objects.filter(pk=certificate.pk).update(state=CertificateState.WITHDRAWN)


def test_what_our_own_actions_did_agrees(learner, other_learner, coordinator):
    issued(learner)
    make_released(other_learner, not_yet_met=["1.1"])

    found = compare()

    assert (found.passes, found.awards, found.certificates, found.mismatches) == (1, 1, 1, [])
    revoke(Award.objects.get(), by=coordinator)
    assert kinds() == []


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (break_it, Mismatch.NO_CERTIFICATE),
        (lambda row: Award.objects.update(state="revoked"), Mismatch.STRAY_CERTIFICATE),
        (lambda row: row.award.decision.paper.decisions.update(result="refer"), Mismatch.NO_PASS),
        (lambda row: Certificate.objects.update(pdf_sha256="0" * 64), Mismatch.WRONG_BYTES),
        (
            lambda row: StoredFile.objects.filter(pk=row.pdf_id).update(destroyed_at=later(days=400)),
            Mismatch.WRONG_BYTES,
        ),
    ],
)
def test_each_thing_that_must_never_be_is_found(learner, spoil, kind):
    spoil(issued(learner))

    assert kind in kinds()


def test_a_pass_whose_award_is_gone_is_found(learner):
    certificate = issued(learner)
    award = certificate.award
    Certificate.objects.all().delete()
    Award.objects.filter(pk=award.pk).delete()

    assert kinds() == [Mismatch.NO_AWARD]


def test_a_certificate_that_the_record_does_not_know_is_found(learner):
    issued(learner)
    with writable(connection):
        Entry.objects.filter(name="certificate.issued").update(name="certificate.hidden")

    assert kinds() == [Mismatch.NO_ENTRY]


def test_a_mismatch_stops_issuing_tells_people_and_ends_with_the_next_clean_comparison(
    learner, other_learner, coordinator, administrator
):
    certificate = issued(learner)
    waiting = make_award(other_learner).certificates.get()
    break_it(certificate)

    reconcile_awards("tonight")()
    reconcile_awards("tomorrow")()

    assert is_issuing_stopped()
    assert run_job(waiting).state == CertificateState.OWED
    told = set(Notice.objects.filter(kind="certificates.mismatch").values_list("person", flat=True))
    assert told >= {coordinator.pk, administrator.pk}
    assert Notice.objects.filter(kind="certificates.mismatch", person=coordinator).count() == 1

    Certificate.objects.filter(pk=certificate.pk).update(state=CertificateState.ISSUED)
    reconcile(by=coordinator, now=timezone.now())
    Job.objects.filter(kind="certificates.issue").delete()
    sweep_certificates("resumed")()

    assert not is_issuing_stopped()
    assert Job.objects.filter(kind="certificates.sweep", ref="resumed").exists()
    assert Job.objects.filter(kind="certificates.issue", ref=str(waiting.pk), state="waiting").count() == 1
    assert run_job(waiting).state == CertificateState.ISSUED


def test_a_release_in_the_middle_of_a_comparison_is_no_mismatch(learner):
    """The second look finds both halves of what the first saw one half of."""
    enrolment = issued(learner).award.enrolment_id
    torn = Comparison(2, 1, 1, [(enrolment, Mismatch.NO_AWARD), (enrolment, Mismatch.NO_ENTRY)])

    assert torn.seen_again_in(compare()).mismatches == []
    assert torn.seen_again_in(Comparison(2, 1, 1, torn.mismatches[1:])).mismatches == torn.mismatches[1:]


def test_the_number_of_queries_does_not_grow(learner, other_learner):
    issued(learner)
    with CaptureQueriesContext(connection) as one:
        compare()
    issued(other_learner)
    with CaptureQueriesContext(connection) as two:
        compare()

    assert len(two) == len(one)


def test_the_coordinator_sees_what_does_not_agree_and_compares_again(client, learner, coordinator):
    certificate = issued(learner)
    break_it(certificate)
    sign_in(client, coordinator)
    assert "Nothing was compared yet" in client.get("/certificates/comparison/").content.decode()

    client.post("/certificates/comparison/")
    stopped = client.get("/certificates/comparison/").content.decode()
    home = client.get("/").content.decode()
    Certificate.objects.update(state=CertificateState.ISSUED)
    agrees = client.post("/certificates/comparison/", follow=True).content.decode()

    assert "no certificate is made" in stopped
    assert certificate.award.enrolment.candidate_number in stopped
    assert "1 candidate whose result and certificate do not agree" in home
    assert "Everything agrees" in agrees
    assert Reconciliation.objects.count() == 2
