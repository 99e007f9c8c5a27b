"""Saving and signing the report of a visit, and sending the provider's response."""

import hashlib
from datetime import datetime, timedelta

import rfc8785
from django.utils import timezone

from assessments.audit.actions.visits import close_when_settled
from assessments.audit.models import Report, Response, Visit
from assessments.audit.queries.reports import PARTS, count_facts, write_response
from assessments.audit.rules.reports import check_can_respond, check_can_sign, check_can_write_report
from assessments.audit.states import VisitState
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record, unchanged
from cpd.history.models import Entry
from cpd.notices.actions import notify
from cpd.rules import NotAllowed

# Saves of one draft within this time share an entry, as on the marking desk.
TOGETHER = timedelta(minutes=1)


class StaleReport(NotAllowed):
    """Somebody saved the report since this page was opened; `stored` is what stands now."""

    def __init__(self, sentence: str, stored: Report) -> None:
        super().__init__(sentence)
        self.stored = stored


@action
def save_report(visit: Visit, *, version: int, by: User, now: datetime, **parts: str) -> Report:
    """Keep the draft; refused when it was saved elsewhere since `version` (0 before the first).

    The same words once more change nothing, also from a page that is behind.
    """
    visit = Visit.objects.select_for_update(of=["self"]).get(pk=visit.pk)
    check_can_write_report(by, visit)
    report = Report.objects.filter(visit=visit).first() or Report(visit=visit, version=0)
    if report.version and all(getattr(report, name) == text for name, text in parts.items()):
        unchanged()
        return report
    if report.version != version:
        raise StaleReport(
            "The report was saved in another window since you opened it here. Your words are below; compare and save again.",
            report,
        )
    for name, text in parts.items():
        setattr(report, name, text)
    report.version, report.saved_at = version + 1, now
    report.save()
    lately = Entry.objects.filter(name="report.saved", subject_id=str(report.pk), at__gt=now - TOGETHER)
    if lately.exists():
        unchanged()
        return report
    record("report.saved", by=by, about=report, now=now, visit=visit.pk, version=report.version)
    return report


@action
def sign_report(report: Report, *, name: str, by: User, now: datetime) -> Report:
    """Sign it for good, with what the service counts today; the visit is concluded, and closed when nothing is open."""
    report = (
        Report.objects.select_for_update(of=["self"])
        .select_related("visit__accreditation", "visit__auditor")
        .get(pk=report.pk)
    )
    check_can_sign(by, report, name)
    report.facts = [[label, value] for label, value in count_facts(report.visit, now)]
    report.signed_name, report.signed_at = name, now
    report.digest = digest_of(report)
    report.save(update_fields=["facts", "signed_name", "signed_at", "digest"])
    visit = report.visit
    visit.state, visit.concluded_at = VisitState.CONCLUDED, now
    visit.save(update_fields=["state", "concluded_at"])
    for person in User.objects.holding(Role.COORDINATOR, on=timezone.localdate(now)):
        notify(person, "report.signed", now=now, about=report, url=f"/audit/provider/{visit.pk}/report/")
    record("report.signed", by=by, about=report, now=now, visit=visit.pk, opinion=report.opinion, digest=report.digest)
    close_when_settled(visit, by=by, now=now)
    return report


@action
def send_response(visit: Visit, *, by: User, now: datetime) -> Response:
    """Send the written response, made from the answers to the findings."""
    visit = Visit.objects.select_for_update(of=["self"]).select_related("accreditation__university").get(pk=visit.pk)
    check_can_respond(by, visit, timezone.localdate(now))
    text = write_response(visit)
    digest = hashlib.sha256(text.encode()).hexdigest()
    response = Response.objects.create(visit=visit, text=text, digest=digest, sent_by=by, sent_at=now)
    notify(visit.auditor, "response.sent", now=now, about=response, url=f"/audit/visits/{visit.pk}/report/")
    record("response.sent", by=by, about=response, now=now, visit=visit.pk, digest=digest)
    return response


def digest_of(report: Report) -> str:
    """SHA-256 over everything that the report says, in canonical JSON."""
    said = {name: getattr(report, name) for name in PARTS} | {
        "opinion": report.opinion,
        "facts": report.facts,
        "signed_name": report.signed_name,
        "signed_at": report.signed_at.isoformat(),
        "visit": str(report.visit_id),
    }
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()
