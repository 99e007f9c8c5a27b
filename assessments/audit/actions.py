"""Opening and closing a visit."""

from datetime import datetime

from assessments.audit.models import Visit
from assessments.audit.rules import MAX_WORKING_DAYS, check_can_visit
from courses.accreditation.models import Accreditation
from courses.delivery.calendar import working_days_after
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed


@action
def open_visit(accreditation: Accreditation, *, purpose: str, by: User, now: datetime) -> Visit:
    """Open a visit of 20 working days; one that is open already is answered as it is."""
    check_can_visit(by, accreditation, now.date())
    known = Visit.objects.open_for(by, now.date()).filter(accreditation=accreditation).first()
    if known:
        unchanged()
        return known
    visit = Visit.objects.create(
        accreditation=accreditation,
        auditor=by,
        purpose=purpose,
        opened_at=now,
        opens_on=now.date(),
        closes_on=working_days_after(now.date(), MAX_WORKING_DAYS),
    )
    sealed = {"purpose": purpose}
    record(
        "visit.opened",
        by=by,
        about=visit,
        now=now,
        accreditation=accreditation.pk,
        until=visit.closes_on,
        sealed=sealed,
    )
    return visit


@action
def close_visit(visit: Visit, *, by: User, now: datetime) -> Visit:
    """End a visit before its time."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    if visit.auditor_id != by.pk or visit.closed_at:
        raise NotAllowed("This visit is closed, or is somebody else's.")
    visit.closed_at = now
    visit.save(update_fields=["closed_at"])
    record("visit.closed", by=by, about=visit, now=now)
    return visit


@action
def note_reading(about: Cohort | Enrolment, *, visit: Visit, by: User, now: datetime) -> Visit:
    """Leave an entry for each page that an auditor reads, as she was told when she opened the visit."""
    record("visit.read", by=by, about=about, now=now, visit=visit.pk)
    return visit
