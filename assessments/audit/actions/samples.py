"""Taking candidates into the auditor's own sample."""

from datetime import datetime

from django.utils import timezone

from assessments.audit.models import Visit, VisitItem
from assessments.audit.rules.visits import check_can_read_story
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged


@action
def add_to_visit(visit: Visit, enrolment: Enrolment, *, by: User, now: datetime) -> VisitItem:
    """From now on she may read the evidence of this candidate too; a second time changes nothing."""
    visit = Visit.objects.select_for_update(of=["self"]).select_related("accreditation").get(pk=visit.pk)
    check_can_read_story(by, visit, enrolment, timezone.localdate(now))
    item, is_new = VisitItem.objects.get_or_create(visit=visit, enrolment=enrolment, defaults={"added_at": now})
    if is_new:
        record("visit.sampled", by=by, about=item, now=now, visit=visit.pk, enrolment=enrolment.pk)
    else:
        unchanged()
    return item
