"""How often a stranger may guess: counted in the database cache, which every web process shares."""

from datetime import datetime

from django.core.cache import cache

ADDRESS_PER_MINUTE = 20
NAMES_PER_CODE_AN_HOUR = 10


def is_over(what: str, who: str, *, limit: int, seconds: int, now: datetime) -> bool:
    """Count one try by `who`, and say whether there were more than `limit` in this span of seconds."""
    key = f"limit:{what}:{who}:{int(now.timestamp()) // seconds}"
    if cache.add(key, 1, timeout=seconds * 2):
        return False
    try:
        return cache.incr(key) > limit
    except ValueError:
        # The entry ran out between the two calls, so this is the first try of a new span.
        return False
