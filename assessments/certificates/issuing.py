"""From an owed certificate to stored bytes: drawn outside any transaction, stored once."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from assessments.certificates.holds import standing_hold
from assessments.certificates.models import Certificate
from assessments.certificates.names import reason_to_hold
from assessments.certificates.pdf import draw
from assessments.certificates.reconciling import is_issuing_stopped
from assessments.certificates.states import RECORDED_AS, AwardState, CertificateState
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.files.fonts import missing_glyphs
from cpd.files.models import StoredFile
from cpd.files.store import put
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify


def issue(certificate_id: str | UUID, *, now: datetime | None = None) -> Callable[[], object] | None:
    """Draw the certificate, or find why a person must look at it; the answer stores the effect, at `now` or when it runs.

    A second run changes nothing.
    """
    certificate = Certificate.objects.select_related("award__enrolment__accreditation").get(pk=certificate_id)
    if certificate.state != CertificateState.OWED or certificate.award.state != AwardState.GRANTED:
        return None
    if is_issuing_stopped():
        # It stays owed; the sweep asks again once a comparison finds nothing.
        return None
    hold = reason_to_hold(certificate.name, missing_glyphs(certificate.name)) or standing_hold(certificate.award)
    if hold:
        return lambda: _hold(certificate, hold=hold, now=now or timezone.now())
    data = draw(certificate.name, certificate.code, certificate.facts)

    return lambda: _store(certificate, data=data, now=now or timezone.now())


@action
def _store(certificate: Certificate, *, data: bytes, now: datetime) -> Certificate:
    """Keep the bytes for ever, unless another run did or the award ended meanwhile."""
    certificate = _lock(certificate)
    if certificate.state != CertificateState.OWED or certificate.award.state != AwardState.GRANTED:
        unchanged()
        return certificate
    stored: StoredFile = put(data, purpose="certificate", content_type="application/pdf")
    certificate.pdf = stored
    certificate.pdf_sha256 = stored.sha256
    certificate.state = CertificateState.ISSUED
    certificate.issued_at = now
    certificate.save(update_fields=["pdf", "pdf_sha256", "state", "issued_at"])
    notify(certificate.award.enrolment.learner, "certificate.issued", now=now, about=certificate, url="/record/")
    record("certificate.issued", by=None, about=certificate, now=now, award=certificate.award_id, pdf=stored.sha256)
    return certificate


@action
def _hold(certificate: Certificate, *, hold: str, now: datetime) -> Certificate:
    """Leave the certificate to a person; every coordinator is told."""
    certificate = _lock(certificate)
    if certificate.state != CertificateState.OWED:
        unchanged()
        return certificate
    certificate.state = CertificateState.HELD
    certificate.hold = hold
    certificate.save(update_fields=["state", "hold"])
    for coordinator in User.objects.holding(Role.COORDINATOR, on=now.date()):
        notify(coordinator, "certificate.held", now=now, about=certificate, url="/certificates/")
    record("certificate.held", by=None, about=certificate, now=now, hold=RECORDED_AS.get(hold, str(hold)))
    return certificate


def _lock(certificate: Certificate) -> Certificate:
    return (
        Certificate.objects.select_for_update(of=["self"])
        .select_related("award__enrolment__learner")
        .get(pk=certificate.pk)
    )
