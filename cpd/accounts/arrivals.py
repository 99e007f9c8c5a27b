"""What follows when an invitation is accepted: each feature above says so here, since accounts cannot know it.

@register
def take_up_posts(invitation, person, now) -> None: ...
"""

from collections.abc import Callable
from datetime import datetime

from cpd.accounts.models import Invitation, User

type Follow = Callable[[Invitation, User, datetime], None]
_follows: list[Follow] = []


def register(follow: Follow) -> Follow:
    """Call this function too, in the transaction in which an invitation is accepted."""
    if follow not in _follows:
        _follows.append(follow)
    return follow


def welcome(invitation: Invitation, person: User, now: datetime) -> None:
    for follow in _follows:
        follow(invitation, person, now)
