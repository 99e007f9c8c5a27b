"""Incidents: something identified somebody. Destroyed, reported or not, closed; or given back."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.confidentiality import rules
from assessments.confidentiality.copies import copies_of
from assessments.confidentiality.models import Incident
from assessments.confidentiality.states import CaseState
from assessments.portfolios.actions import give_back, purge_content
from assessments.portfolios.states import ItemState
from cpd.accounts.models import User
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
def decide_report(incident: Incident, *, report: str, reason: str, by: User, now: datetime) -> Incident:
    """Whether the Information Commissioner is told, and why; due 72 hours after somebody here knew of the breach."""
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    rules.check_can_decide_report(by, incident, report, reason, timezone.localdate(now))
    incident.report = report
    incident.report_reason = reason.strip()
    incident.report_decided_by = by
    incident.report_decided_at = now
    incident.save(update_fields=["report", "report_reason", "report_decided_by", "report_decided_at"])
    is_late = now > incident.report_by
    record(
        "incident.report_decided",
        by=by,
        about=incident,
        now=now,
        report=str(report),
        late=is_late,
        sealed={"reason": incident.report_reason},
    )
    return incident


@action
def give_item_back(incident: Incident, *, outcome: str, by: User, now: datetime) -> Incident:
    """A second look found that nobody can be identified: the item is open again, and the incident closed."""
    incident = Incident.objects.select_for_update(of=["self"]).select_related("item").get(pk=incident.pk)
    rules.check_can_give_back(by, incident, outcome, timezone.localdate(now))
    for copy in copies_of(incident.item):
        if copy.state == ItemState.QUARANTINED:
            give_back(copy, by=by, now=now)
    incident.given_back_at = now
    incident.state = CaseState.CLOSED
    incident.outcome = outcome.strip()
    incident.closed_by = by
    incident.closed_at = now
    incident.save(update_fields=["given_back_at", "state", "outcome", "closed_by", "closed_at"])
    submission = incident.item.submission
    url = reverse("portfolios:show_portfolio", args=[submission.pk])
    notify(submission.portfolio.enrolment.learner, "item.given_back", now=now, about=submission, url=url)
    record("incident.given_back", by=by, about=incident, now=now, sealed={"outcome": incident.outcome})
    return incident
