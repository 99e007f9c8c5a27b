"""What a certificate lacks that was owed by an earlier release of the platform, given to it before it is drawn."""

from datetime import datetime

from assessments.certificates.facts import TEMPLATE_VERSION, design_of, facts_of
from assessments.certificates.models import Certificate
from assessments.certificates.states import CertificateState
from assessments.certificates.status import take_place
from cpd.history.actions import action, record, unchanged

# Written in another shape by 0.1.0; everything else that was frozen stays as it was.
RESHAPED = {"outcomes", "credit", "cpd_hours"}


def is_complete(certificate: Certificate) -> bool:
    return certificate.status_list_id is not None and "design" in certificate.facts


@action
def complete(certificate: Certificate, *, now: datetime) -> Certificate:
    """Give a certificate that waits since 0.1.0 its place in a status list, and the facts that the design needs now."""
    certificate = (
        Certificate.objects.select_for_update(of=["self"])
        .select_related("award__enrolment__version__module", "award__accreditation__university")
        .get(pk=certificate.pk)
    )
    if certificate.state != CertificateState.OWED or is_complete(certificate):
        unchanged()
        return certificate
    frozen = {key: value for key, value in certificate.facts.items() if key not in RESHAPED}
    if "design" not in certificate.facts:
        certificate.facts = facts_of(certificate.award, now) | frozen
        certificate.design = design_of(certificate.award)
        certificate.template_version = TEMPLATE_VERSION
    if certificate.status_list is None:
        certificate.status_list, certificate.status_index = take_place(now=now)
    certificate.save(update_fields=["facts", "design", "template_version", "status_list", "status_index"])
    record("certificate.completed", by=None, about=certificate, now=now, version=TEMPLATE_VERSION)
    return certificate
