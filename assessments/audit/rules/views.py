"""Whose a saved view is, and what it may be called."""

from assessments.audit.models import SavedView, Visit
from cpd.accounts.models import User
from cpd.rules import NotAllowed

MOST = 30


def check_can_keep_view(person: User, visit: Visit | None, name: str, besides: SavedView | None = None) -> None:
    if not name:
        raise NotAllowed("Give the view a name.")
    kept = SavedView.objects.of(person).filter(visit=visit).exclude(pk=besides.pk if besides else None)
    if kept.filter(name=name).exists():
        raise NotAllowed("You have a view of this name already. Choose another name, or rename that one.")
    if besides is None and kept.count() >= MOST:
        raise NotAllowed(f"You keep {MOST} views here already. Delete one that you no longer need.")


def check_is_own_view(person: User, view: SavedView) -> None:
    if view.person_id != person.pk:
        raise NotAllowed("This view is somebody else's.")
