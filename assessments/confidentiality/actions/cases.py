"""Incidents (something identified somebody) and safeguarding concerns (somebody may be at risk)."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.confidentiality import rules
from assessments.confidentiality.copies import copies_of
from assessments.confidentiality.models import Incident, SafeguardingConcern
from assessments.confidentiality.states import CaseState
from assessments.portfolios.actions import purge_content
from assessments.portfolios.models import Submission
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record
from cpd.notices.actions import notify


@action
def purge_item(incident: Incident, *, by: User, now: datetime) -> Incident:
    """Destroy the evidence and everything made from it, in every attempt that carried it. There is no way back."""
    incident = Incident.objects.select_for_update(of=["self"]).select_related("item").get(pk=incident.pk)
    rules.check_can_purge(by, incident, timezone.localdate(now))
    copies = copies_of(incident.item)
    for copy in copies:
        purge_content(copy, by=by, now=now)
    incident.purged_by = by
    incident.purged_at = now
    incident.save(update_fields=["purged_by", "purged_at"])
    record("incident.purged", by=by, about=incident, now=now, item=incident.item_id, copies=len(copies))
    return incident


@action
def close_incident(incident: Incident, *, outcome: str, by: User, now: datetime) -> Incident:
    """The breach is dealt with, as the outcome says."""
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    rules.check_can_close_incident(by, incident, outcome, timezone.localdate(now))
    incident.state = CaseState.CLOSED
    incident.outcome = outcome.strip()
    incident.closed_by = by
    incident.closed_at = now
    incident.save(update_fields=["state", "outcome", "closed_by", "closed_at"])
    record("incident.closed", by=by, about=incident, now=now, sealed={"outcome": incident.outcome})
    return incident


@action
def raise_concern(submission: Submission, *, note: str, by: User, now: datetime) -> SafeguardingConcern:
    """Tell the safeguarding leads that somebody may be at risk; nothing about the submission changes."""
    today = timezone.localdate(now)
    rules.check_can_raise(by, note, today)
    concern = SafeguardingConcern.objects.create(submission=submission, note=note.strip(), raised_by=by, raised_at=now)
    leads = list(User.objects.holding(Role.SAFEGUARDING, on=today))
    rules.check_somebody_else_leads(leads, submission)
    # A lead may learn here too, and is not told of a concern about her own portfolio.
    for lead in [lead for lead in leads if lead.pk != submission.portfolio.enrolment.learner_id]:
        url = reverse("confidentiality:show_concern", args=[concern.pk])
        notify(lead, "concern.raised", now=now, about=concern, url=url)
    record("concern.raised", by=by, about=concern, now=now, sealed={"note": concern.note})
    return concern


@action
def close_concern(concern: SafeguardingConcern, *, action_taken: str, by: User, now: datetime) -> SafeguardingConcern:
    """The lead has acted, and says how."""
    concern = SafeguardingConcern.objects.select_for_update().get(pk=concern.pk)
    rules.check_can_close_concern(by, concern, action_taken, timezone.localdate(now))
    concern.state = CaseState.CLOSED
    concern.action_taken = action_taken.strip()
    concern.closed_by = by
    concern.closed_at = now
    concern.save(update_fields=["state", "action_taken", "closed_by", "closed_at"])
    record("concern.closed", by=by, about=concern, now=now, sealed={"action": concern.action_taken})
    return concern
