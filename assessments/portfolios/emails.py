"""The e-mail to a manager: a link, and nothing that says who or what it is about."""

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse

from assessments.portfolios.models import Attestation
from assessments.portfolios.tokens import token_of
from cpd.accounts.templatetags.words import when

SUBJECT = "You have been asked for a confirmation"
BODY = """Hello,

Somebody you work with has asked you to confirm something about their work. They should have told you about it.

Open this page to read what is asked, and answer it there:
{link}

The link is for you alone. It works once, until {until} (UK time). It needs no account.
If you did not expect this, you need not do anything.
"""


def send_link(attestation: Attestation) -> None:
    link = settings.CPD_BASE_URL + reverse("portfolios:answer_manager", args=[token_of(attestation.pk)])
    body = BODY.format(link=link, until=when(attestation.expires_at))
    send_mail(SUBJECT, body, settings.DEFAULT_FROM_EMAIL, [attestation.manager_email])
