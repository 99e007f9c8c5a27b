"""Locking an item away in one action: from every role, preview, sample, export and pack, wherever it was carried."""

import json
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.confidentiality import rules
from assessments.confidentiality.actions.intake import note_decision
from assessments.confidentiality.copies import copies_of
from assessments.confidentiality.models import Incident
from assessments.confidentiality.queries import list_leads
from assessments.confidentiality.states import Intake
from assessments.portfolios.actions import reopen_draft
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.moves import lock, move
from assessments.portfolios.states import SUBMISSION_MOVES, Because, ItemState, SubmissionState
from cpd.accounts.models import User
from cpd.history.actions import action, record
from cpd.notices.actions import notify

HOURS_TO_REPORT = timedelta(hours=72)


@action
def quarantine_item(
    item: EvidenceItem, *, kind: str, by: User, now: datetime, found_at: str = Because.INTAKE
) -> Incident:
    """A major breach: nobody can open the item from here on, in any attempt, and an incident with its clock is open.

    While nothing is decided yet, the learner gets a new draft with everything else (ANO-2). Work that is marked keeps
    its marks and decisions: the trail stays, and only the item is closed. Whoever calls this for another place than
    intake has checked the row that lets `by` read the item.
    """
    submission = lock(item.submission)
    item = EvidenceItem.objects.select_for_update().select_related("submission").get(pk=item.pk)
    rules.check_can_quarantine(by, item, kind, Because(found_at), timezone.localdate(now))
    copies = copies_of(item)
    for copy in copies:
        if copy.state == ItemState.PRESENT:
            copy.state = ItemState.QUARANTINED
            copy.save(update_fields=["state"])
    incident = Incident.objects.create(
        item=item,
        kind=kind,
        found_at=found_at,
        opened_by=by,
        opened_at=now,
        report_by=now + HOURS_TO_REPORT,
        evidence_digest=_digest_in_manifest(submission, item),
    )
    draft = _send_back(copies, by=by, now=now)
    learner = submission.portfolio.enrolment.learner
    kind_of_notice = "submission.quarantined" if draft else "item.quarantined"
    page = reverse("portfolios:show_portfolio", args=[(draft or submission).pk])
    notify(learner, kind_of_notice, now=now, about=draft or submission, url=page)
    for lead in list_leads(learner.pk, timezone.localdate(now)):
        url = reverse("confidentiality:show_incident", args=[incident.pk])
        notify(lead, "incident.opened", now=now, about=incident, url=url)
    record(
        "intake.quarantined",
        by=by,
        about=submission,
        now=now,
        item=item.pk,
        incident=incident.pk,
        kind=str(kind),
        found=str(found_at),
        copies=len(copies),
    )
    return incident


def _send_back(copies: list[EvidenceItem], *, by: User, now: datetime) -> Submission | None:
    """Close the submission that is under way with one of the copies, and open a draft without it."""
    for submission in Submission.objects.filter(items__in=copies).distinct():
        at = SubmissionState(submission.held_from or submission.state)
        if SubmissionState.QUARANTINED in SUBMISSION_MOVES[at]:
            submission = move(lock(submission), SubmissionState.QUARANTINED, now=now, held_from="")
            note_decision(submission, Intake.QUARANTINED, by=by, now=now)
            return reopen_draft(submission, by=by, now=now)
    return None


def _digest_in_manifest(submission: Submission, item: EvidenceItem) -> str:
    listed = json.loads(submission.manifest or "{}").get("items", [])
    return next((entry.get("digest", "") for entry in listed if entry.get("id") == str(item.pk)), "")
