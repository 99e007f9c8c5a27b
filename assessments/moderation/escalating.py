"""Asking for a moderator where there is none who may moderate; a person does it, and so does the hourly sweep."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.moderation import rules
from assessments.moderation.models import Escalation
from assessments.moderation.queries import list_unsampled, why_nobody
from courses.delivery.models import Cohort
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify
from cpd.rules import NotAllowed


@action
def escalate(cohort: Cohort, *, by: User | None, now: datetime) -> Escalation:
    """Tell the coordinators that nobody here may moderate this cohort; a second time is the same."""
    cohort = Cohort.objects.select_for_update(of=["self"]).get(pk=cohort.pk)
    known = cohort.escalations.filter(closed_at__isnull=True).first()
    if known:
        unchanged()
        return known
    today = timezone.localdate(now)
    if by is not None:
        rules.check_can_moderate(by, cohort, today)
    reason = why_nobody(cohort, today, list_unsampled(cohort))
    if reason is None:
        raise NotAllowed("There is a moderator who may draw from this cohort, so nobody has to be found.")
    escalation = Escalation.objects.create(cohort=cohort, reason=reason, raised_by=by, raised_at=now)
    url = reverse("moderation:show_plan", args=[cohort.pk])
    for coordinator in User.objects.holding(Role.COORDINATOR, on=today):
        notify(coordinator, "moderation.nobody", now=now, about=escalation, url=url)
    record("moderation.escalated", by=by, about=escalation, now=now, cohort=cohort.pk, reason=str(reason))
    return escalation
