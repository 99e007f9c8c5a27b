"""Telling a person something."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from cpd.notices.kinds import KINDS
from cpd.notices.models import Notice


def notify(
    person: AbstractBaseUser, kind: str, *, now: datetime, about: models.Model | None = None, url: str = "", detail: str = ""
) -> Notice:
    """Tell a person, in the caller's transaction; the mail that may follow says only that there is an update."""
    known = KINDS[kind]
    return Notice.objects.create(
        person=person,
        kind=kind,
        urgency=known.urgency,
        text=known.text.format(detail=detail),
        url=url,
        subject_id=str(about.pk) if about is not None else "",
        created_at=now,
    )
