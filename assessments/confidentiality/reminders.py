"""Tells those who may do intake that portfolios wait for it, for the digest of a working day."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.confidentiality.models import Incident, SafeguardingConcern
from assessments.confidentiality.queries import list_concerns, list_incidents
from assessments.confidentiality.rules import check_can_do_intake
from assessments.confidentiality.states import CaseState
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.calendar import working_day_has_begun
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import counted, when
from cpd.notices.actions import notify_once
from cpd.rules import refusal

KIND = "intake.waiting"


def remind(*, now: datetime) -> int:
    """One notice a working day for everybody who may take in at least one of them; gives the number of these people."""
    waiting = _list_waiting() if working_day_has_begun(now) else []
    if not waiting:
        return 0
    today = timezone.localdate(now)
    detail = f"{counted(len(waiting), 'portfolio')}, the oldest since {when(waiting[0].submitted_at)}"
    told = 0
    for person in _list_people(today):
        if any(not refusal(check_can_do_intake, person, submission, today) for submission in waiting):
            key = f"{KIND}:{person.pk}:{today}"
            notify_once(person, KIND, key=key, now=now, url=reverse("confidentiality:list_intake"), detail=detail)
            told += 1
    return told


def remind_of_clocks(*, now: datetime) -> int:
    """A concern whose working day is over, and a breach whose 72 hours end within a day: each lead is told once."""
    today = timezone.localdate(now)
    late = SafeguardingConcern.objects.filter(state=CaseState.OPEN, due_at__lte=now)
    ending = Incident.objects.filter(state=CaseState.OPEN, report="", report_by__lte=now + timedelta(days=1))
    told = 0
    for lead in User.objects.holding(Role.SAFEGUARDING, on=today).select_related("preferences"):
        for concern in list_concerns(lead).filter(pk__in=late):
            url = reverse("confidentiality:show_concern", args=[concern.pk])
            notify_once(lead, "concern.late", key=f"concern.late:{lead.pk}:{concern.pk}", now=now, url=url)
            told += 1
        for incident in list_incidents(lead).filter(pk__in=ending):
            url = reverse("confidentiality:show_incident", args=[incident.pk])
            key = f"incident.report_due:{lead.pk}:{incident.pk}"
            notify_once(lead, "incident.report_due", key=key, now=now, url=url, detail=when(incident.report_by))
            told += 1
    return told


def _list_waiting() -> list[Submission]:
    return list(
        Submission.objects.at(SubmissionState.SUBMITTED)
        .select_related("portfolio__enrolment__learner")
        .order_by("submitted_at", "pk")
    )


def _list_people(today) -> list[User]:
    people = {}
    for role in (Role.COORDINATOR, Role.SAFEGUARDING):
        people |= {person.pk: person for person in User.objects.holding(role, on=today).select_related("preferences")}
    return list(people.values())
