"""Tells assessors and coordinators of marking that is past its date, for the digest of a working day."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.marking.agreeing import other_than
from assessments.marking.models import Allocation
from assessments.marking.states import AgreementState
from assessments.portfolios.states import SubmissionState
from courses.delivery.calendar import working_day_has_begun
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import counted, day
from cpd.notices.actions import notify_once
from cpd.notices.models import Notice

KIND, LIST, SOON_KIND = "marking.overdue", "marking.overdue_list", "marking.due_soon"
SOON = timedelta(days=2)


def remind(*, now: datetime) -> int:
    """Tell each assessor once of each date that passed, and the coordinators how many they are; gives that number.

    A portfolio that is paused, or that was given another date, is not overdue. Where a mark is proposed, whoever is to
    answer it is told.
    """
    if not working_day_has_begun(now):
        return 0
    today = timezone.localdate(now)
    late = {
        f"{KIND}:{allocation.pk}:{allocation.due_date}": allocation
        for allocation in Allocation.objects.to_mark()
        .filter(due_date__lt=today, submission__state=SubmissionState.ACCEPTED)
        .select_related(
            "assessor__preferences",
            "agreement__first__assessor__preferences",
            "agreement__second__assessor__preferences",
        )
        .order_by("due_date", "pk")
    }
    _tell_what_is_next(today, now)
    told = set(Notice.objects.filter(key__in=late).values_list("key", flat=True))
    for key in late.keys() - told:
        allocation = late[key]
        person, url = allocation.assessor, reverse("marking:mark_submission", args=[allocation.pk])
        agreement = getattr(allocation, "agreement", None)
        if agreement and agreement.state == AgreementState.PROPOSED:
            person, url = other_than(agreement, person), reverse("marking:agree_mark", args=[agreement.pk])
        notify_once(person, KIND, key=key, now=now, about=allocation, url=url)
    if late.keys() - told:
        _tell_coordinators(len(late), now)
    return len(late.keys() - told)


def _tell_what_is_next(today: date, now: datetime) -> None:
    """Each assessor, once of each portfolio whose day is today or one of the next two."""
    next_ones = Allocation.objects.to_mark().filter(
        due_date__range=(today, today + SOON), submission__state=SubmissionState.ACCEPTED
    )
    for allocation in next_ones.exclude(agreement__state=AgreementState.PROPOSED).select_related(
        "assessor__preferences"
    ):
        key = f"{SOON_KIND}:{allocation.pk}:{allocation.due_date}"
        url = reverse("marking:mark_submission", args=[allocation.pk])
        detail = day(allocation.due_date)
        notify_once(allocation.assessor, SOON_KIND, key=key, now=now, about=allocation, url=url, detail=detail)


def _tell_coordinators(count: int, now: datetime) -> None:
    today = timezone.localdate(now)
    for coordinator in User.objects.holding(Role.COORDINATOR, on=today).select_related("preferences"):
        key = f"{LIST}:{coordinator.pk}:{today}"
        url, detail = reverse("marking:list_allocations"), counted(count, "portfolio")
        notify_once(coordinator, LIST, key=key, now=now, url=url, detail=detail)
