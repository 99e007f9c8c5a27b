"""Mail servers that refuse, for tests."""

import smtplib

from django.core.mail.backends.base import BaseEmailBackend


class Refusing(BaseEmailBackend):
    """Takes no mail for these addresses, for good."""

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such mailbox")})


class Busy(BaseEmailBackend):
    """Cannot be reached for the moment."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("come back later")
