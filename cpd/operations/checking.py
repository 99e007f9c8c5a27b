"""Looks at an installation as a careful person would, and says in sentences what to do."""

import shutil
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from cpd.jobs.models import Job
from cpd.jobs.states import State
from cpd.keys import keys
from cpd.operations.preparing import database_is_current, restore_mark

BACKUP_AT_MOST = timedelta(hours=26)
CERTIFICATE_AT_LEAST = timedelta(days=14)
JOB_WAITS_AT_MOST = timedelta(minutes=10)
FREE_AT_LEAST = 2 << 30


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and a sentence."""

    good: bool
    what: str
    sentence: str


def check(now: datetime, *, mail_to: str = "") -> Iterator[Finding]:
    """Everything, in the order in which a fault would hurt."""
    yield check_database()
    yield check_keys()
    yield from check_queue(now)
    yield check_disk()
    yield check_backup(now)
    yield check_address()
    if urlsplit(settings.CPD_BASE_URL).scheme == "https":
        yield check_tls(now)
    yield check_mail(mail_to)


def check_database() -> Finding:
    if restore_mark().exists():
        return Finding(False, "database", "A restore was begun and did not finish: empty the data and restore again.")
    if not database_is_current():
        return Finding(False, "database", "Its tables are older than the program: run `manage.py migrate`.")
    return Finding(True, "database", "Its tables are those of this version.")


def check_keys() -> Finding:
    try:
        for name in keys.NAMES:
            keys.unwrap(keys.wrap(bytes(32))) if name == "files" else keys.sign(name, b"check")
    except keys.KeyUnavailable as problem:
        return Finding(False, "keys", str(problem))
    if not settings.CPD_KEY_PASSPHRASE:
        return Finding(
            True, "keys", "All there. They lie unencrypted in the vault: CPD_KEY_PASSPHRASE encrypts new ones."
        )
    return Finding(True, "keys", "All there, and they open with the passphrase.")


def check_queue(now: datetime) -> Iterator[Finding]:
    dead = Job.objects.filter(state=State.DEAD).count()
    if dead:
        yield Finding(False, "jobs", f"{dead} gave up and wait for a person: the administrator's page shows them.")
    waiting = Job.objects.filter(state=State.WAITING, due_at__lt=now - JOB_WAITS_AT_MOST).count()
    if waiting:
        yield Finding(False, "jobs", f"{waiting} have waited for more than ten minutes: is the job runner up?")
    if not dead and not waiting:
        yield Finding(True, "jobs", "None is late and none gave up.")


def check_disk() -> Finding:
    free = min(shutil.disk_usage(folder).free for folder in (settings.CPD_VAR, settings.CPD_FILES, settings.CPD_VAULT))
    amount = f"{free / (1 << 30):.1f} GB free"
    if free < FREE_AT_LEAST:
        return Finding(False, "disk", f"Only {amount}: make room, since a full disk refuses evidence.")
    return Finding(True, "disk", f"{amount}.")


def check_backup(now: datetime) -> Finding:
    made_at = last_backup()
    if made_at is None:
        return Finding(False, "backup", "None was ever made here: see docs/running.md, and make one every night.")
    hours = int((now - made_at).total_seconds() // 3600)
    if now - made_at > BACKUP_AT_MOST:
        return Finding(False, "backup", f"The last one is {hours} hours old: does the nightly job still run?")
    return Finding(True, "backup", f"The last one is {hours} hours old.")


def check_address() -> Finding:
    address = urlsplit(settings.CPD_BASE_URL)
    if address.hostname not in settings.ALLOWED_HOSTS:
        return Finding(False, "address", f"CPD_HOSTS does not name {address.hostname}, so its pages are refused.")
    if settings.CPD_DEMO:
        return Finding(
            False, "address", "CPD_DEMO=1 lets anybody in without a password: never with real people's data."
        )
    if address.scheme != "https" and address.hostname != "localhost":
        return Finding(False, "address", "CPD_BASE_URL does not begin with https: passwords would travel in the clear.")
    if settings.CPD_FILES_ORIGIN and urlsplit(settings.CPD_FILES_ORIGIN).scheme != address.scheme:
        return Finding(False, "address", "CPD_FILES_ORIGIN does not begin as CPD_BASE_URL does, with https.")
    return Finding(True, "address", f"{settings.CPD_BASE_URL}")


def check_tls(now: datetime) -> Finding:
    address = urlsplit(settings.CPD_BASE_URL)
    try:
        with (
            socket.create_connection((address.hostname, address.port or 443), timeout=10) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=address.hostname) as secure,
        ):
            ends_at = datetime.fromtimestamp(ssl.cert_time_to_seconds(secure.getpeercert()["notAfter"]), UTC)
    except OSError as problem:
        return Finding(False, "TLS", f"{address.hostname} does not answer with a trusted certificate: {problem}.")
    if ends_at - now < CERTIFICATE_AT_LEAST:
        return Finding(False, "TLS", f"The certificate ends on {ends_at:%-d %B %Y}: renew it now.")
    return Finding(True, "TLS", f"The certificate is good until {ends_at:%-d %B %Y}.")


def check_mail(mail_to: str) -> Finding:
    if not settings.CPD_MAIL_URL:
        return Finding(False, "mail", f"None is sent: it is written to {settings.CPD_MAIL_DIR}. Set CPD_EMAIL_URL.")
    if not mail_to:
        return Finding(True, "mail", "Not tried: give an address with --mail-to.")
    message = EmailMessage("A test of the mail settings", "If you can read this, mail works.\n", to=[mail_to])
    try:
        message.send()
    except OSError as problem:
        return Finding(False, "mail", f"The mail server refused: {problem}. Look at CPD_EMAIL_URL.")
    return Finding(True, "mail", f"A test was handed to the mail server for {mail_to}: see that it arrives.")


def note_backup(now: datetime) -> None:
    """Remember when the last backup was made."""
    _backup_note().write_text(now.isoformat())


def last_backup() -> datetime | None:
    """When the last backup was made on this installation, as far as it knows."""
    note = _backup_note()
    return datetime.fromisoformat(note.read_text()) if note.exists() else None


def _backup_note() -> Path:
    return Path(settings.CPD_VAR) / "last-backup"
