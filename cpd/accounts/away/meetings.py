"""Where a learner would still meet somebody she keeps away: each feature above says so here, as with holdings.

A name that comes late may find its person already at work on her cohort. The lead sees where, and asks a coordinator
to move the post, without a word on why.

    @register
    def list_meetings(learner, person) -> list[str]: ...
"""

from collections.abc import Callable

from cpd.accounts.models import User

type Finder = Callable[[User, User], list[str]]
_finders: list[Finder] = []


def register(find: Finder) -> Finder:
    if find not in _finders:
        _finders.append(find)
    return find


def between(learner: User, person: User) -> list[str]:
    """Every place where these two would meet now, in words that name no candidate."""
    return [meeting for find in _finders for meeting in find(learner, person)]
