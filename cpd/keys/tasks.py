"""Numbers new entries of history and signs the tree, every minute; has the signed tree stamped, once a day."""

import urllib.request
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from cpd.history import timestamps
from cpd.history.checkpoints import sign_checkpoint
from cpd.history.models import Checkpoint
from cpd.history.sequencing import sequence
from cpd.jobs.schedule import schedule
from cpd.keys import keys

LARGEST_TOKEN = 64 * 1024


@schedule("history.sign", every=timedelta(seconds=60))
def sign_history(ref: str) -> Callable[[], None]:
    """Safe to ask for at any time: the same tree is signed once."""
    sequence()
    return sign_now


@schedule("history.search", every=timedelta(days=1), seconds=600)
def search_history(ref: str) -> None:
    """Once a day look for entries that were committed so late that the minute's search has passed them."""
    sequence(look_back=None)


@schedule("history.stamp", every=timedelta(days=1))
def stamp_history(ref: str) -> Callable[[], None] | None:
    """Ask the authority, when there is one, for a time stamp on the newest checkpoint. Only its digest leaves the house."""
    checkpoint = Checkpoint.objects.filter(timestamp__isnull=True).order_by("-pk").first()
    if not settings.CPD_TIMESTAMP_URL or checkpoint is None:
        return None
    response = _post(settings.CPD_TIMESTAMP_URL, timestamps.ask(checkpoint.note))
    root, own = (Path(path).read_bytes() for path in (settings.CPD_TIMESTAMP_ROOT, settings.CPD_TIMESTAMP_CERTIFICATE))
    stamped_at = timestamps.read(response, checkpoint.note, root=root, authority=own)
    return lambda: timestamps.keep(checkpoint, response, stamped_at=stamped_at, now=timezone.now())


def _post(address: str, query: bytes) -> bytes:
    if not address.startswith(("https://", "http://")):
        raise ValueError("CPD_TIMESTAMP_URL is no web address.")
    request = urllib.request.Request(address, query, {"Content-Type": "application/timestamp-query"})  # noqa: S310 - checked above
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - checked above
        return answer.read(LARGEST_TOKEN)


def sign_now() -> None:
    sign_checkpoint(sign=partial(keys.sign, "log"), public_key=keys.public_key("log"), now=timezone.now())
