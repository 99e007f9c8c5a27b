"""What an operator does with keys."""

from datetime import datetime

from django.db import models

from cpd.history.actions import action, record
from cpd.keys import keys
from cpd.keys.models import Key


@action
def rotate(name: str, *, by: models.Model | None, now: datetime, withdraw: bool = False) -> str:
    """Replace one key by a new one; the fingerprint of the old, which stays in the vault to verify or unwrap with.

    `withdraw` is for a seal whose key has leaked: its certificate goes on the list that readers of PDFs look at.
    """
    retired = keys.replace(name, now=now, withdraw=withdraw)
    record("key.rotated", by=by, about=Key(name=name), now=now, retired=retired, withdrawn=withdraw)
    return retired
