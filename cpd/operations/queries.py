"""Whether this process can serve, and whether the whole installation works."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.models import QuerySet

from cpd.history.models import Checkpoint, Entry
from cpd.jobs.models import Job
from cpd.jobs.queries import get_queue
from cpd.jobs.states import State
from cpd.notices.models import Mail
from cpd.operations.checking import Finding, check_backup, check_disk, check_keys
from cpd.operations.preparing import database_is_current, restore_mark

WAITS_TOO_LONG = timedelta(minutes=10)
SIGNED_AT_LEAST_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class Readiness:
    """What is wrong, as short codes that tell a stranger nothing."""

    problems: list[str]


def database_answers() -> bool:
    """One cheap question to the database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def get_readiness(now: datetime) -> Readiness:
    """Whether tables, vault, files and job runner are all there."""
    if not database_answers():
        return Readiness(["database"])
    problems = ["restore"] if restore_mark().exists() else []
    if not database_is_current():
        problems.append("migrations")
    elif Job.objects.filter(state=State.WAITING, due_at__lt=now - WAITS_TOO_LONG).exists():
        problems.append("jobs")
    problems += [name for name in ("CPD_VAULT", "CPD_FILES") if not Path(getattr(settings, name)).is_dir()]
    return Readiness(problems)


def list_findings(now: datetime) -> list[Finding]:
    """What an administrator can see from a page, in the order in which a fault would hurt."""
    return [
        *_look_at_jobs(now),
        _look_at_mail(),
        check_backup(now),
        check_keys(),
        _look_at_history(now),
        check_disk(),
    ]


def list_failed_mail() -> QuerySet[Mail]:
    """E-mails that did not reach somebody whom none has reached since, the newest first."""
    return Mail.objects.in_trouble().select_related("person").order_by("-asked_at", "pk")


def _look_at_jobs(now: datetime):
    queue = get_queue(now)
    if queue.is_silent:
        sentence = "Nothing was done in the last three minutes: the job runner is not running. Start it again."
        yield Finding(False, "job runner", sentence)
    else:
        yield Finding(True, "job runner", "It works: something was done within the last three minutes.")
    amounts = f"{queue.waiting} waiting, {queue.running} under way."
    if queue.dead:
        yield Finding(False, "jobs", f"{amounts} {queue.dead} gave up and need a person: see below.")
    elif queue.is_late:
        minutes = int((now - queue.oldest_due_at).total_seconds() // 60)
        yield Finding(False, "jobs", f"{amounts} The oldest is {minutes} minutes late. Nothing is lost meanwhile.")
    else:
        yield Finding(True, "jobs", f"{amounts} None is late and none gave up.")


def _look_at_mail() -> Finding:
    unreached = list_failed_mail().values("person").distinct().count()
    if not settings.CPD_MAIL_URL:
        sentence = (
            "Nobody receives mail: it is written under var/mail until an SMTP address is set. "
            "Set CPD_EMAIL_URL and start again."
        )
        return Finding(False, "mail", sentence)
    if unreached:
        return Finding(
            False, "mail", f"It is sent by the mail server. People it does not reach: {unreached}. See below."
        )
    return Finding(True, "mail", "It is sent by the mail server, and reaches everybody as far as the server says.")


def _look_at_history(now: datetime) -> Finding:
    last = Checkpoint.objects.order_by("-size").first()
    unsigned = Entry.objects.filter(at__lt=now - SIGNED_AT_LEAST_EVERY, leaf=None).exists()
    if last is None:
        if unsigned:
            return Finding(
                False, "history", "Nothing is signed yet: the job runner signs once a minute. Is it running?"
            )
        return Finding(True, "history", "Nothing has happened yet that could be signed.")
    signed = f"{last.size} entries are signed, the last time {_age(now - last.signed_at)} ago."
    if unsigned:
        return Finding(False, "history", f"{signed} Newer ones wait: see whether the job runner works.")
    return Finding(True, "history", f"{signed} Run manage.py verify_history once a week.")


def _age(span: timedelta) -> str:
    minutes = max(int(span.total_seconds() // 60), 0)
    for unit, length in (("day", 24 * 60), ("hour", 60)):
        if minutes >= 2 * length:
            return f"{minutes // length} {unit}s"
    return f"{minutes} minutes" if minutes > 1 else "a minute"
