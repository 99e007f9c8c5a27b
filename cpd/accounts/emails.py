"""E-mails about accounts: a link or a sentence, naming no employer, role or module."""

from django.conf import settings
from django.urls import reverse

from cpd.notices.emails import send

INVITATION_SUBJECT = "You have an invitation"
INVITATION_BODY = """Hello,

You have an invitation. To accept it, open this link:

{url}

It works once, for {days} days. If you did not expect it, you need not do anything.
"""
FORMER_SUBJECT = "Your e-mail address was changed"
FORMER_BODY = """Hello,

An account that used this address now uses another. This address no longer works for signing in.

If you did not ask for this, write to {support} today.
"""


def send_invitation(address: str, token: str, *, days: int, key: str) -> None:
    url = settings.CPD_BASE_URL + reverse("accounts:accept_invitation", args=[token])
    send(address, subject=INVITATION_SUBJECT, body=INVITATION_BODY.format(url=url, days=days), key=key)


def send_to_former_address(address: str, *, key: str) -> None:
    body = FORMER_BODY.format(support=settings.CPD_SUPPORT_EMAIL)
    send(address, subject=FORMER_SUBJECT, body=body, key=key)
