"""Keeping what a university has signed about a module version, and ending it."""

import hashlib
from datetime import datetime

from assessments.certificates.endorsing_rules import check_can_record, check_may_endorse, check_none_is_kept
from assessments.certificates.models import Endorsement
from courses.accreditation.models import Accreditation
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged


@action
def record_endorsement(
    accreditation: Accreditation, *, document: str, did: str, by: User, now: datetime
) -> Endorsement:
    """Keep a signed endorsement: every certificate that is owed from now on carries it in its credential."""
    accreditation = Accreditation.objects.select_for_update().get(pk=accreditation.pk)
    check_may_endorse(by, now)
    found = check_can_record(accreditation, document, did, now)
    check_none_is_kept(accreditation, found.version)
    endorsement = Endorsement.objects.create(
        accreditation=accreditation,
        version=found.version,
        issuer=found.issuer,
        method=found.method,
        document=document,
        did=did,
        sha256=hashlib.sha256(document.encode()).hexdigest(),
        valid_until=found.valid_until,
        recorded_by=by,
        recorded_at=now,
    )
    record(
        "endorsement.recorded",
        by=by,
        about=endorsement,
        now=now,
        accreditation=accreditation.pk,
        version=found.version.pk,
        sha256=endorsement.sha256,
        did=hashlib.sha256(did.encode()).hexdigest(),
    )
    return endorsement


@action
def end_endorsement(endorsement: Endorsement, *, by: User, now: datetime) -> Endorsement:
    """Let no later certificate carry it; those that carry it keep it."""
    endorsement = Endorsement.objects.select_for_update().get(pk=endorsement.pk)
    check_may_endorse(by, now)
    if endorsement.ended_at:
        unchanged()
        return endorsement
    endorsement.ended_by, endorsement.ended_at = by, now
    endorsement.save(update_fields=["ended_by", "ended_at"])
    record("endorsement.ended", by=by, about=endorsement, now=now)
    return endorsement
