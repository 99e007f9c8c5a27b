"""Looking at outcomes, taking them away, and keeping filters under a name."""

from datetime import datetime

from assessments.audit.models import SavedView, Visit
from assessments.audit.rules.views import check_can_keep_view, check_is_own_view
from cpd.accounts.models import User
from cpd.history.actions import action, record


@action
def note_outcomes(visit: Visit, *, by: User, now: datetime, table: str = "", form: str = "page") -> Visit:
    """Leave an entry for each look at the figures of a visit, and for each table that is taken away."""
    record("visit.outcomes", by=by, about=visit, now=now, visit=visit.pk, table=table, form=form)
    return visit


@action
def note_export(person: User, *, by: User, now: datetime, table: str, form: str) -> User:
    """Leave an entry for a table that the provider's own people take away."""
    record("outcomes.exported", by=by, about=person, now=now, table=table, form=form)
    return person


@action
def keep_view(visit: Visit | None, *, name: str, query: str, by: User, now: datetime) -> SavedView:
    """Keep a filter under a name; refused when the name is taken."""
    name = " ".join(name.split())
    User.objects.select_for_update().get(pk=by.pk)
    check_can_keep_view(by, visit, name)
    view = SavedView.objects.create(person=by, visit=visit, name=name, query=query, created_at=now)
    record("view.kept", by=by, about=view, now=now, visit=visit.pk if visit else None)
    return view


@action
def rename_view(view: SavedView, *, name: str, by: User, now: datetime) -> SavedView:
    name = " ".join(name.split())
    User.objects.select_for_update().get(pk=by.pk)
    view = SavedView.objects.select_for_update(of=["self"]).select_related("visit").get(pk=view.pk)
    check_is_own_view(by, view)
    check_can_keep_view(by, view.visit, name, besides=view)
    view.name = name
    view.save(update_fields=["name"])
    record("view.renamed", by=by, about=view, now=now)
    return view


@action
def delete_view(view: SavedView, *, by: User, now: datetime) -> None:
    """Forget a filter; what it showed is where it was."""
    view = SavedView.objects.select_for_update(of=["self"]).get(pk=view.pk)
    check_is_own_view(by, view)
    record("view.deleted", by=by, about=view, now=now)
    view.delete()
