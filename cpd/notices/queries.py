"""What a person was told, for her page; and whom e-mail does not reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.formats import date_format

from cpd.notices.models import Mail, Notice
from cpd.notices.timing import UK


@dataclass(frozen=True)
class Day:
    """The notices of one day, under its heading."""

    heading: str
    notices: list[Notice]


def list_notices_of(person: AbstractBaseUser) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person).order_by("-created_at", "-pk")


def group_by_day(notices: Iterable[Notice], now: datetime) -> list[Day]:
    """Days of the United Kingdom, in the order in which the notices come."""
    today = now.astimezone(UK).date()

    def heading(day) -> str:
        return {0: "Today", 1: "Yesterday"}.get((today - day).days, date_format(day, "l j F Y"))

    days = groupby(notices, key=lambda notice: notice.created_at.astimezone(UK).date())
    return [Day(heading(day), list(group)) for day, group in days]


def get_mail_trouble(person: AbstractBaseUser) -> Mail | None:
    """The last e-mail to this person that failed, unless one has reached her since."""
    return Mail.objects.in_trouble().filter(person=person).order_by("-asked_at").first()


def list_people_with_mail_trouble(people: Iterable) -> set:
    """Which of these ids e-mail does not reach."""
    return set(Mail.objects.in_trouble().filter(person__in=people).values_list("person_id", flat=True))
