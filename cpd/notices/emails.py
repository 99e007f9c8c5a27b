"""E-mail without content: that there is something, and a link. What it is about is read after signing in."""

import hashlib
import smtplib
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

UPDATE_SUBJECT = "You have an update"
UPDATE_BODY = """Hello,

There is an update for you. Sign in to read it:

{url}
"""


def send_update(address: str, *, key: str) -> None:
    """Say that there is an update. Raises an OSError (as smtplib's are) when the mail server does not take it."""
    url = settings.CPD_BASE_URL + reverse("notices:list_notices")
    send(address, subject=UPDATE_SUBJECT, body=UPDATE_BODY.format(url=url), key=key)


def send(address: str, *, subject: str, body: str, key: str) -> None:
    """Send one plain message. The same key has the same Message-ID, so that a repeat after a crash can be told as one."""
    headers = {"Message-ID": message_id(key), "Auto-Submitted": "auto-generated"}
    EmailMessage(subject, body, to=[address], headers=headers).send()


def message_id(key: str) -> str:
    domain = Address(addr_spec=parseaddr(settings.DEFAULT_FROM_EMAIL)[1]).domain
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def is_final(error: OSError) -> bool:
    """Whether trying again is useless: the server has refused this address for good."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500
