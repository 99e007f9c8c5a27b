"""Telling people by e-mail that there is an update: at once, or once a day."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from cpd.jobs.kinds import job_kind
from cpd.jobs.queue import enqueue
from cpd.jobs.schedule import schedule
from cpd.notices.emails import is_final, send_update
from cpd.notices.models import Mail, Notice
from cpd.notices.timing import WINDOW, after_quiet, digest_of_day, wishes_mail_at_once

type Effect = Callable[[], None]


@job_kind("notices.mail_now", seconds=30, batch=20)
def mail_now(ref: str) -> Effect | None:
    """One e-mail for all that is urgent; when one went minutes ago, this waits for the end of that window."""
    now = timezone.now()
    person = get_user_model().objects.select_related("preferences").get(pk=ref)
    waiting = [
        notice
        for notice in Notice.objects.to_mail(now).filter(person=person).order_by("created_at", "pk")
        if wishes_mail_at_once(person, notice.urgency)
    ]
    if not waiting:
        return None
    due_at = after_quiet(person, max(now, _next_mail_at(person, now)))
    if due_at > now:
        return lambda: _wait(person, due_at, now)
    return _send(person, waiting, key=f"now:{waiting[0].pk}", now=now)


@job_kind("notices.mail_digest", seconds=30, batch=20)
def mail_digest(ref: str) -> Effect | None:
    """The e-mail of a day: `ref` is the person and the date."""
    now = timezone.now()
    person = get_user_model().objects.get(pk=ref.partition(":")[0])
    waiting = list(Notice.objects.to_mail(now).filter(person=person))
    return _send(person, waiting, key=f"digest:{ref}", now=now) if waiting else None


@schedule("notices.digest", every=timedelta(hours=1))
def plan_digests(ref: str) -> Effect | None:
    """From 8 in the morning on, owe each person who has something unread the one e-mail of the day.

    Hourly, so that a morning which the server slept through is made up for; the key keeps it one a day.
    """
    now = timezone.now()
    day, collected_at = digest_of_day(now)
    if now < collected_at:
        return None
    late = Notice.objects.to_mail(now).filter(created_at__lte=collected_at)
    people = get_user_model().objects.select_related("preferences").filter(pk__in=late.values("person")).order_by("pk")

    def owe() -> None:
        for person in people:
            ref = f"{person.pk}:{day.isoformat()}"
            enqueue("notices.mail_digest", ref, key=f"notices.digest:{ref}", now=now, due_at=after_quiet(person, now))

    return owe


def _next_mail_at(person: AbstractBaseUser, now: datetime) -> datetime:
    last = Mail.objects.filter(person=person, sent_at__gt=now - WINDOW).order_by("-sent_at").first()
    return last.sent_at + WINDOW if last else now


def _wait(person: AbstractBaseUser, due_at: datetime, now: datetime) -> None:
    key = f"notices.later:{person.pk}:{due_at.timestamp():.0f}"
    enqueue("notices.mail_now", person.pk, key=key, now=now, due_at=due_at)


def _send(person: AbstractBaseUser, notices: list[Notice], *, key: str, now: datetime) -> Effect | None:
    """Send, and answer what stores that it was sent. A failure is kept for the person and the administrator to see;
    one that may pass is raised, so that the job is tried again."""
    values = {"person": person, "notices": len(notices), "asked_at": now}
    try:
        send_update(person.email, key=key)
    except OSError as error:
        failed = {**values, "sent_at": None, "error": type(error).__qualname__[:80]}
        Mail.objects.update_or_create(key=key, defaults=failed)
        if is_final(error):
            return None
        raise
    told = [notice.pk for notice in notices]

    def store() -> None:
        Mail.objects.update_or_create(key=key, defaults={**values, "sent_at": now, "error": ""})
        Notice.objects.filter(pk__in=told).update(mailed_at=now)

    return store
