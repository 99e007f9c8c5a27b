"""Pinning candidates to assessors, and allocating many portfolios at once."""

from datetime import date, datetime

from django.utils import timezone

from assessments.marking import rules
from assessments.marking.actions.allocations import allocate
from assessments.marking.models import Allocation, Pin
from assessments.portfolios.models import Submission
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed


@action
def pin(enrolment: Enrolment, *, assessor: User | None, by: User, now: datetime) -> Pin | None:
    """Decide beforehand who marks a candidate; without an assessor the pin is taken out."""
    enrolment = (
        Enrolment.objects.select_for_update(of=["self"])
        .select_related("learner__employer", "employer")
        .get(pk=enrolment.pk)
    )
    rules.check_can_pin(by, enrolment, assessor, timezone.localdate(now))
    known = Pin.objects.filter(enrolment=enrolment).first()
    if (known.assessor_id if known else None) == (assessor.pk if assessor else None):
        unchanged()
        return known
    if assessor is None:
        record("allocation.unpinned", by=by, about=enrolment, now=now)
        known.delete()
        return None
    pinned, _ = Pin.objects.update_or_create(
        enrolment=enrolment, defaults={"assessor": assessor, "pinned_by": by, "pinned_at": now}
    )
    record("allocation.pinned", by=by, about=enrolment, now=now, assessor=assessor.pk)
    return pinned


def share_out(
    chosen: list[tuple[Submission, User]], *, due_date: date, by: User, now: datetime
) -> tuple[list[Allocation], list[str]]:
    """Allocate each of these; what was refused meanwhile is said by reference, and the others stand."""
    made, refused = [], []
    for submission, assessor in chosen:
        try:
            made.append(allocate(submission, assessor=assessor, due_date=due_date, by=by, now=now))
        except NotAllowed as no:
            refused.append(f"{submission.reference}: {no}")
    return made, refused
