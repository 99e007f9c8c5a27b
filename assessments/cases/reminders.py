"""Tells those who answer that an answer is due today or late, once a working day."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.cases.models import SideCase
from assessments.cases.states import SideCaseState
from courses.delivery.calendar import working_day_has_begun
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import counted, day
from cpd.notices.actions import notify_once

KIND = "case.due"


def remind(*, now: datetime) -> int:
    """One notice a working day for each coordinator and each member of a panel with something due; gives their number."""
    if not working_day_has_begun(now):
        return 0
    today = timezone.localdate(now)
    due = SideCase.objects.open().filter(answer_by__lte=today).only("answer_by").order_by("answer_by")
    told = {}
    for person in User.objects.holding(Role.COORDINATOR, on=today).select_related("preferences"):
        asked = list(due.seen_by(person).filter(state=SideCaseState.ASKED))
        if asked:
            told[person] = (asked, reverse("cases:list_cases"))
    seated = due.filter(state=SideCaseState.SEATED)
    for person in User.objects.filter(panel_seats__case__in=seated).select_related("preferences").distinct():
        mine = list(seated.seen_by(person).seating(person))
        if mine:
            told.setdefault(person, (mine, reverse("cases:list_panel")))
    for person, (cases, url) in told.items():
        first = cases[0].answer_by
        detail = f"{counted(len(cases), 'request')}, the first since {day(first)}"
        notify_once(person, KIND, key=f"{KIND}:{person.pk}:{today}", now=now, url=url, detail=detail)
    return len(told)
