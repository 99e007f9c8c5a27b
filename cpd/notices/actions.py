"""Telling a person something."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from cpd.jobs.queue import enqueue
from cpd.notices.kinds import KINDS
from cpd.notices.models import Notice
from cpd.notices.timing import after_quiet, wishes_mail_at_once


def notify(
    person: AbstractBaseUser,
    kind: str,
    *,
    now: datetime,
    about: models.Model | None = None,
    url: str = "",
    detail: str = "",
) -> Notice:
    """Tell a person, in the caller's transaction; the mail that may follow says only that there is an update."""
    notice = Notice.objects.create(**_values(person, kind, now, about, url, detail))
    _owe_mail(notice, now)
    return notice


def notify_once(
    person: AbstractBaseUser,
    kind: str,
    *,
    key: str,
    now: datetime,
    about: models.Model | None = None,
    url: str = "",
    detail: str = "",
) -> Notice:
    """The same as notify(), at most once for a key: for reminders and other things that a sweep comes across again."""
    values = _values(person, kind, now, about, url, detail)
    notice, created = Notice.objects.get_or_create(key=key, defaults=values)
    if created:
        _owe_mail(notice, now)
    return notice


def mark_read(person: AbstractBaseUser, notices: Iterable[Notice], *, now: datetime) -> int:
    """What was shown to the person counts as read; how many were new."""
    shown = [notice.pk for notice in notices if notice.read_at is None]
    return Notice.objects.unread(person).filter(pk__in=shown).update(read_at=now) if shown else 0


def _values(
    person: AbstractBaseUser, kind: str, now: datetime, about: models.Model | None, url: str, detail: str
) -> dict:
    known = KINDS[kind]
    return {
        "person": person,
        "kind": kind,
        "urgency": known.urgency,
        "text": known.text.format(detail=detail),
        "url": url,
        "subject_id": str(about.pk) if about is not None else "",
        "created_at": now,
    }


def _owe_mail(notice: Notice, now: datetime) -> None:
    """Owe the e-mail in the same transaction as the notice."""
    person = notice.person
    if person.is_active and wishes_mail_at_once(person, notice.urgency):
        key = f"notices.now:{notice.pk}"
        enqueue("notices.mail_now", person.pk, key=key, now=now, due_at=after_quiet(person, now))
