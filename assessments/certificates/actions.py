"""What may happen to the certificates of an award after it was granted."""

from datetime import date, datetime

from assessments.certificates.models import Certificate
from assessments.certificates.names import normalise
from assessments.certificates.releasing import ISSUE, grant_award, owe, release_results
from assessments.certificates.rules import check_can_correct
from assessments.certificates.states import DESTROYING, CertificateState, Evidence, Reissue
from assessments.certificates.status import ask_to_publish
from cpd.accounts.models import User
from cpd.files.store import destroy
from cpd.files.texts import destroy_text_key, seal_text
from cpd.history.actions import action, record, unchanged
from cpd.history.models import Entry, Salt
from cpd.jobs.queue import enqueue

__all__ = ["ISSUE", "correct_name", "destroy_document", "grant_award", "release_results"]


@action
def correct_name(
    certificate: Certificate,
    *,
    name: str,
    by: User,
    now: datetime,
    because: str = Reissue.OUR_ERROR,
    evidence: str = Evidence.NONE,
    evidence_on: date | None = None,
) -> Certificate:
    """Put the name right: a held certificate is owed again, an issued one is replaced by a successor.

    After a reissue for safety or gender reassignment nothing of any earlier document is kept but its digests.
    """
    certificate = (
        Certificate.objects.select_for_update(of=["self"])
        .select_related("award__enrolment__version__module", "award__accreditation__university")
        .get(pk=certificate.pk)
    )
    check_can_correct(by, certificate, now.date())
    if certificate.state == CertificateState.HELD:
        certificate.state, certificate.hold, certificate.corrected_by = CertificateState.OWED, "", by
        certificate.sealed_name = seal_text(certificate.name_key, normalise(name))
        certificate.save(update_fields=["state", "hold", "sealed_name", "corrected_by"])
        enqueue(ISSUE, certificate.pk, now=now)
        record("certificate.corrected", by=by, about=certificate, now=now, sealed={"name": normalise(name)})
        return certificate
    certificate.state, certificate.ended_at = CertificateState.SUPERSEDED, now
    certificate.replaced_because = because
    certificate.save(update_fields=["state", "ended_at", "replaced_because"])
    # What she is called on the next certificate too: an old name must not come back with another award.
    User.objects.filter(pk=certificate.award.enrolment.learner_id).update(certificate_name=normalise(name))
    successor = owe(certificate.award, name, now, corrected_by=by)
    certificate.successor = successor
    certificate.save(update_fields=["successor"])
    ask_to_publish(certificate.award.certificates.all(), now=now)
    record(
        "certificate.superseded",
        by=by,
        about=certificate,
        now=now,
        successor=successor.pk,
        because="on_request" if because in DESTROYING else because,
        evidence=evidence,
        evidence_on=evidence_on,
    )
    if because in DESTROYING:
        for old in certificate.award.certificates.exclude(pk=successor.pk):
            destroy_document(old, by=by, now=now)
    return successor


@action
def destroy_document(certificate: Certificate, *, by: User, now: datetime) -> Certificate:
    """Leave nothing of a replaced document but its digests: no bytes, no name, no facts, no salts of its name."""
    certificate = Certificate.objects.select_for_update(of=["self"]).select_related("pdf").get(pk=certificate.pk)
    if certificate.destroyed_at:
        unchanged()
        return certificate
    if certificate.pdf:
        destroy(certificate.pdf, by=by, now=now)
    if certificate.name_key:
        destroy_text_key(certificate.name_key, now=now)
    # Without its salt the digest of a name in the history means nothing to anybody.
    Salt.objects.filter(entry__in=Entry.objects.about(certificate).order_by(), field="name").delete()
    certificate.facts, certificate.sealed_name, certificate.name_key = {}, b"", None
    certificate.destroyed_at = now
    certificate.save(update_fields=["facts", "sealed_name", "name_key", "destroyed_at"])
    record("certificate.destroyed", by=by, about=certificate, now=now, pdf=certificate.pdf_sha256)
    return certificate
