"""From an owed certificate to stored bytes: drawn outside any transaction, stored once."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.utils import timezone

from assessments.certificates.completing import complete, is_complete
from assessments.certificates.credential import write_credential
from assessments.certificates.holds import standing_hold
from assessments.certificates.models import Certificate
from assessments.certificates.names import reason_to_hold
from assessments.certificates.pdf import Drawing, draw
from assessments.certificates.reconciling import is_issuing_stopped
from assessments.certificates.states import RECORDED_AS, AwardState, CertificateState
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.documents.pdf import missing_glyphs
from cpd.files.fonts import SERIF
from cpd.files.models import StoredFile
from cpd.files.store import discard, keep, open_bytes, stage
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify


def issue(certificate_id: str | UUID, *, now: datetime | None = None) -> Callable[[], object] | None:
    """Draw the certificate, or find why a person must look at it; the answer stores the effect, at `now` or when it runs.

    A second run changes nothing.
    """
    read = Certificate.objects.select_related("award__enrolment__accreditation", "status_list")
    certificate = read.get(pk=certificate_id)
    if certificate.state != CertificateState.OWED or certificate.award.state != AwardState.GRANTED:
        return None
    if is_issuing_stopped():
        # It stays owed; the sweep asks again once a comparison finds nothing.
        return None
    name = certificate.name
    hold = reason_to_hold(name, missing_glyphs(name, SERIF)) or standing_hold(certificate.award)
    if hold:
        return lambda: _hold(certificate, hold=hold, now=now or timezone.now())
    if not is_complete(certificate):
        complete(certificate, now=now or timezone.now())
        certificate = read.get(pk=certificate_id)
    drawing = drawing_of(certificate, now or timezone.now())
    stored = stage(draw(drawing), purpose="certificate", content_type="application/pdf")
    digest = hashlib.sha256(drawing.credential.data).hexdigest()
    return lambda: _store(certificate, stored=stored, credential=digest, now=now or timezone.now())


def drawing_of(certificate: Certificate, now: datetime) -> Drawing:
    """What the certificate is drawn from, with the credential that travels in it."""
    name = certificate.name
    credential = write_credential(
        name=name,
        code=certificate.code,
        award_id=str(certificate.award_id),
        list_number=certificate.status_list.number,
        place=certificate.status_index,
        facts=certificate.facts,
        made_at=now,
    )
    logo = _open_logo(certificate.facts["logo"]) if certificate.facts.get("logo") else b""
    return Drawing(name, certificate.code, certificate.facts, credential, now, logo)


@lru_cache(maxsize=32)
def _open_logo(stored_id: str) -> bytes:
    return open_bytes(StoredFile.objects.get(pk=stored_id))


@action
def _store(certificate: Certificate, *, stored: StoredFile, credential: str, now: datetime) -> Certificate:
    """Keep the bytes for ever, unless another run did or the award ended meanwhile."""
    certificate = _lock(certificate)
    if certificate.state != CertificateState.OWED or certificate.award.state != AwardState.GRANTED:
        unchanged()
        discard(stored)
        return certificate
    keep(stored)
    certificate.pdf = stored
    certificate.pdf_sha256 = stored.sha256
    certificate.credential_sha256 = credential
    certificate.state = CertificateState.ISSUED
    certificate.issued_at = now
    certificate.save(update_fields=["pdf", "pdf_sha256", "credential_sha256", "state", "issued_at"])
    notify(certificate.award.enrolment.learner, "certificate.issued", now=now, about=certificate, url="/record/")
    record(
        "certificate.issued",
        by=None,
        about=certificate,
        now=now,
        award=certificate.award_id,
        pdf=stored.sha256,
        credential=credential,
        version=certificate.template_version,
    )
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
