"""Tells both sides of a visit what is owed: once a week before the day, and once in each week after it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.audit.models import Finding, Visit
from assessments.audit.queries.clocks import Turn, list_owed, report_due_on, response_due_on
from assessments.audit.states import BLOCKING, VisitState
from courses.delivery.calendar import working_day_has_begun
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day
from cpd.notices.actions import notify_once

BEFORE = timedelta(weeks=1)


def remind(*, now: datetime) -> int:
    """On working days; gives the number of things that are owed and due, or nearly."""
    if not working_day_has_begun(now):
        return 0
    today = timezone.localdate(now)
    coordinators = list(User.objects.holding(Role.COORDINATOR, on=today))
    return (
        _of_reports(coordinators, today, now)
        + _of_responses(coordinators, today, now)
        + _of_findings(coordinators, today, now)
        + _of_undated(coordinators, today, now)
    )


def _of_reports(coordinators: list[User], today: date, now: datetime) -> int:
    told = 0
    for visit in _visits().filter(state=VisitState.OPEN):
        due_on = report_due_on(visit)
        hers, theirs = (
            reverse("audit:write_report", args=[visit.pk]),
            reverse("audit:show_provider_visit", args=[visit.pk]),
        )
        if due_on < today:
            _tell([visit.auditor], "report.late", visit, due_on, today, now, hers)
            _tell(coordinators, "report.late", visit, due_on, today, now, theirs)
        elif due_on - BEFORE <= today:
            _tell([visit.auditor], "report.due", visit, due_on, today, now, hers)
        told += due_on - BEFORE <= today
    return told


def _of_responses(coordinators: list[User], today: date, now: datetime) -> int:
    told = 0
    for visit in _visits().filter(concluded_at__isnull=False, response__isnull=True):
        due_on = response_due_on(visit)
        hers = reverse("audit:write_report", args=[visit.pk])
        theirs = reverse("audit:show_provider_report", args=[visit.pk])
        if due_on < today:
            _tell([visit.auditor], "response.late", visit, due_on, today, now, hers)
            _tell(coordinators, "response.late", visit, due_on, today, now, theirs)
        elif due_on - BEFORE <= today:
            _tell(coordinators, "response.due", visit, due_on, today, now, theirs)
        told += due_on - BEFORE <= today
    return told


def _of_findings(coordinators: list[User], today: date, now: datetime) -> int:
    late = (
        Finding.objects.unsettled()
        .filter(due_on__lt=today)
        .select_related("visit__auditor")
        .order_by("due_on", "number")
    )
    for finding in late:
        kind = "finding.late" if finding.kind in BLOCKING else "finding.open"
        _tell_both(coordinators, kind, finding, finding.due_on, today, now)
    return len(late)


def _of_undated(coordinators: list[User], today: date, now: datetime) -> int:
    """A finding that was given no day is asked for by whose turn it is; nothing is forgotten because nobody named a day."""
    told = 0
    for owed in list_owed(Finding.objects.all()):
        finding, due_on = owed.finding, owed.due_on
        hers, theirs = _addresses(finding)
        if due_on < today and owed.turn == Turn.SETTLE:
            _tell([finding.visit.auditor], "finding.unsettled", finding, due_on, today, now, hers)
        elif due_on < today:
            kind = "finding.unanswered" if owed.turn == Turn.ANSWER else "finding.open"
            _tell_both(coordinators, kind, finding, due_on, today, now)
        elif due_on - BEFORE <= today and owed.turn == Turn.ANSWER:
            _tell(coordinators, "finding.due", finding, due_on, today, now, theirs)
        told += due_on - BEFORE <= today
    return told


def _addresses(finding: Finding) -> tuple[str, str]:
    """The page of a finding for the auditor, and for the provider."""
    hers = reverse("audit:show_finding", args=[finding.visit_id, finding.pk])
    return hers, reverse("audit:answer_finding", args=[finding.pk])


def _tell_both(coordinators: list[User], kind: str, finding: Finding, due_on: date, today: date, now: datetime) -> None:
    hers, theirs = _addresses(finding)
    _tell([finding.visit.auditor], kind, finding, due_on, today, now, hers)
    _tell(coordinators, kind, finding, due_on, today, now, theirs)


def _visits():
    return Visit.objects.select_related("auditor", "accreditation").order_by("opened_at")


def _tell(
    people: Iterable[User], kind: str, about: Visit | Finding, due_on: date, today: date, now: datetime, url: str
) -> None:
    week = (today - due_on).days // 7
    for person in people:
        key = f"{kind}:{about.pk}:{person.pk}:{week}"
        notify_once(person, kind, key=key, now=now, about=about, url=url, detail=day(due_on))
