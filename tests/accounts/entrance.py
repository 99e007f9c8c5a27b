"""Going through the sign-in page, for tests."""

import re

from django.core import mail
from django.urls import reverse

from cpd.accounts.models import User

PASSWORD = "copper lantern under seven hills"


def with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def mailed_code() -> str:
    return re.search(r"^([0-9A-Z][0-9A-Z-]{3,})$", mail.outbox[-1].body, re.MULTILINE).group(1)


def log_in(client, person, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": person.email, "password": password})
