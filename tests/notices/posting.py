"""Telling people things, and letting the clock stand while the mail goes out, for tests."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.core import mail

from cpd.accounts.models import Preferences, User
from cpd.jobs.relay import run_due_jobs
from cpd.jobs.schedule import open_slot, slot_at
from cpd.notices.actions import notify
from tests.clock import NOON

HOUR = timedelta(hours=1)


def at(moment):
    return time_machine.travel(moment, tick=False)


def run(moment):
    """Let the clock stand at this moment while every due job runs."""
    with at(moment):
        run_due_jobs(moment)


def tell(person, kind="result.released", now=NOON, **detail):
    return notify(person, kind, now=now, **detail)


def sent():
    return [message.to[0] for message in mail.outbox]


def prefer(person, **wishes):
    Preferences.objects.update_or_create(person=person, defaults=wishes)
    return User.objects.get(pk=person.pk)


def morning(day=0):
    """8.05 in the United Kingdom, so many days after NOON's day."""
    return datetime(2026, 6, 3, 7, 5, tzinfo=UTC) + timedelta(days=day)


def run_digest(moment):
    with at(moment):
        open_slot("notices.digest", slot_at(HOUR, moment), moment)
        run_due_jobs(moment)
