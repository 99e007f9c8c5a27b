"""How often a person may try an enrolment code."""

from django.core.cache import cache

from cpd.accounts.models import User

TRIES = 10
SECONDS = 60 * 60


def may_try(person: User) -> bool:
    return cache.get(_key(person), 0) < TRIES


def note_wrong(person: User) -> None:
    """Count one wrong code; an hour after the last one the count begins again."""
    cache.set(_key(person), cache.get(_key(person), 0) + 1, SECONDS)


def _key(person: User) -> str:
    return f"delivery.code:{person.pk}"
