"""Why no certificate is made yet although the award stands: placed by a person, or found by the job that would make it."""

from datetime import datetime

from django.db.models import Q

from assessments.certificates.models import Award, Certificate, PlacedHold
from assessments.certificates.rules import check_can_lift_hold, check_can_place_hold
from assessments.certificates.states import PLACED, AwardState, CertificateState, Hold
from assessments.confidentiality.models import Incident
from assessments.confidentiality.states import CaseState
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.jobs.queue import enqueue

ISSUE = "certificates.issue"


def standing_hold(award: Award) -> Hold | None:
    """The first thing that stands against making a certificate of this award, the name apart."""
    enrolment = award.enrolment
    if not enrolment.accreditation.was_live_for(enrolment.enrolled_on, award.awarded_on):
        return Hold.AGREEMENT
    if has_open_breach(enrolment):
        return Hold.BREACH
    placed = set(enrolment.certificate_holds.filter(lifted_at__isnull=True).values_list("kind", flat=True))
    return next((kind for kind in PLACED if kind in placed), None)


def has_open_breach(enrolment: Enrolment) -> bool:
    return open_breaches().filter(item__submission__portfolio__enrolment=enrolment).exists()


def open_breaches():
    return Incident.objects.filter(state=CaseState.OPEN)


@action
def place_hold(enrolment: Enrolment, *, kind: str, by: User, now: datetime) -> PlacedHold:
    """Make no certificate for this enrolment until it is lifted. One that is issued stays: its award would be suspended."""
    certificate = _lock_live(enrolment)
    check_can_place_hold(by, enrolment, certificate, now.date())
    known = PlacedHold.objects.filter(enrolment=enrolment, kind=kind, lifted_at__isnull=True).first()
    if known:
        unchanged()
        return known
    hold = PlacedHold.objects.create(enrolment=enrolment, kind=kind, placed_by=by, placed_at=now)
    if certificate and certificate.state == CertificateState.OWED:
        certificate.state, certificate.hold = CertificateState.HELD, Hold(kind)
        certificate.save(update_fields=["state", "hold"])
    record("certificate_hold.placed", by=by, about=hold, now=now, enrolment=enrolment.pk)
    return hold


@action
def lift_hold(hold: PlacedHold, *, by: User, now: datetime) -> PlacedHold:
    """Take the hold away; a certificate that waited for this alone is owed again."""
    certificate = _lock_live(hold.enrolment)
    hold = PlacedHold.objects.select_for_update().get(pk=hold.pk)
    check_can_lift_hold(by, hold, now.date())
    if hold.lifted_at:
        unchanged()
        return hold
    hold.lifted_by, hold.lifted_at = by, now
    hold.save(update_fields=["lifted_by", "lifted_at"])
    if certificate and certificate.hold == hold.kind:
        _owe_or_hold(certificate, now)
    record("certificate_hold.lifted", by=by, about=hold, now=now, enrolment=hold.enrolment_id)
    return hold


@action
def release_breach(certificate: Certificate, *, now: datetime) -> Certificate:
    """Owe a certificate again that waited for an incident to be closed, once none is open."""
    certificate = _lock_live(certificate.award.enrolment)
    if certificate is None or certificate.hold != Hold.BREACH or has_open_breach(certificate.award.enrolment):
        unchanged()
        return certificate
    _owe_or_hold(certificate, now)
    record("certificate.released", by=None, about=certificate, now=now)
    return certificate


def _owe_or_hold(certificate: Certificate, now: datetime) -> None:
    other = standing_hold(certificate.award)
    certificate.state = CertificateState.HELD if other else CertificateState.OWED
    certificate.hold = other or ""
    certificate.save(update_fields=["state", "hold"])
    if not other:
        enqueue(ISSUE, certificate.pk, now=now)


def _lock_live(enrolment: Enrolment) -> Certificate | None:
    """The certificate that is owed, held or issued for this enrolment while its award stands."""
    return (
        Certificate.objects.select_for_update(of=["self"])
        .select_related("award__enrolment__accreditation")
        .filter(~Q(state__in=[CertificateState.SUPERSEDED, CertificateState.WITHDRAWN]))
        .filter(award__enrolment=enrolment, award__state__in=[AwardState.GRANTED, AwardState.SUSPENDED])
        .first()
    )
