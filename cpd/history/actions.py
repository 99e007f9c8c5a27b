"""How a write is made: one transaction, one entry of history."""

import functools
import hashlib
import re
import secrets
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from cpd.history.models import Entry, Salt

CODE = re.compile(r"^[\w.:@+/-]{0,80}$")
SYSTEM = None
_frames: ContextVar[tuple["_Frame", ...]] = ContextVar("frames", default=())


class _Frame:
    """What one running action has recorded at its own level."""

    def __init__(self) -> None:
        self.entries = 0
        self.unchanged = False


def action[**P, R](write: Callable[P, R]) -> Callable[P, R]:
    """Make a function an action: it runs in one transaction and must leave exactly one entry of its own.

    An action called by another leaves its own entry. A replay that changes nothing says so by `unchanged()`.
    """

    @functools.wraps(write)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        frame = _Frame()
        token = _frames.set((*_frames.get(), frame))
        try:
            with transaction.atomic():
                result = write(*args, **kwargs)
                expected = 0 if frame.unchanged else 1
                if frame.entries != expected:
                    raise RuntimeError(f"{write.__qualname__} left {frame.entries} entries of history, not {expected}.")
                return result
        finally:
            _frames.reset(token)

    wrapper.is_action = True
    return wrapper


def unchanged() -> None:
    """Say that this run of the action changes nothing, so that it leaves no entry."""
    _frames.get()[-1].unchanged = True


def record(
    name: str,
    *,
    by: models.Model | None,
    about: models.Model,
    now: datetime,
    role: str = "",
    sealed: dict[str, str] | None = None,
    **detail: Any,
) -> Entry:
    """Add one entry in the caller's transaction. `detail` takes ids, numbers, dates and short codes; `sealed` takes
    texts, of which only a salted SHA-256 is kept."""
    digests, salts = {}, {}
    for field, text in (sealed or {}).items():
        salts[field] = secrets.token_bytes(16)
        digests[field] = seal(salts[field], text)
    entry = Entry.objects.create(
        name=name,
        actor_id=str(by.pk) if by is not None else "",
        role=role,
        subject=about._meta.label_lower,
        subject_id=str(about.pk),
        at=now,
        detail={key: _plain(key, value) for key, value in detail.items()},
        sealed=digests,
    )
    Salt.objects.bulk_create(Salt(entry=entry, field=field, salt=salt) for field, salt in salts.items())
    frames = _frames.get()
    if frames:
        frames[-1].entries += 1
    return entry


def record_each(
    name: str, *, by: models.Model | None, about: Sequence[models.Model], now: datetime, **detail: Any
) -> None:
    """One entry about each of many rows, in a few statements: what as many nested actions would leave one by one."""
    plain = {key: _plain(key, value) for key, value in detail.items()}
    Entry.objects.bulk_create(
        (
            Entry(
                name=name,
                actor_id=str(by.pk) if by is not None else "",
                subject=thing._meta.label_lower,
                subject_id=str(thing.pk),
                at=now,
                detail=plain,
            )
            for thing in about
        ),
        batch_size=500,
    )


def seal(salt: bytes, text: str) -> str:
    """Salted SHA-256 of a text, in hex."""
    return hashlib.sha256(salt + text.encode()).hexdigest()


def _plain(key: str, value: Any) -> Any:
    """`value` as JSON that can hold neither a name nor a text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(key, part) for part in value]
    text = str(value) if isinstance(value, UUID) else value
    if not isinstance(text, str) or not CODE.match(text):
        raise ValueError(f"History keeps codes, not text: {key} of this entry must go into `sealed`.")
    return text
