"""Links to files: each for a minute and for the session that asked, on an origin of its own where one is set."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.urls import reverse

LASTS = timedelta(seconds=60)


@dataclass(frozen=True)
class Link:
    """Which page of ours gives the file (it checks the right to it again), and whose session asked."""

    path: str
    session_key: str


def make_link(path: str, session_key: str, *, now: datetime) -> str:
    """The address of a link for what this page gives; the caller has checked that the person may have it now."""
    held = json.dumps([path, session_key])
    token = _cipher().encrypt_at_time(held.encode(), int(now.timestamp())).decode()
    return settings.CPD_FILES_ORIGIN + reverse("accounts:follow_link", args=[token])


def read_link(token: str, *, now: datetime) -> Link | None:
    """None where it is not ours or its minute is over."""
    try:
        held = _cipher().decrypt_at_time(token, int(LASTS.total_seconds()), int(now.timestamp()))
    except (InvalidToken, ValueError):
        return None
    return Link(*json.loads(held))


def files_host() -> str:
    """The host that gives files and nothing else; empty where they come from the site's own."""
    return urlsplit(settings.CPD_FILES_ORIGIN).netloc


def _cipher() -> Fernet:
    """Sealed, so that an address shows neither an item nor a session."""
    key = HKDF(SHA256(), 32, salt=None, info=b"cpd links to files").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
