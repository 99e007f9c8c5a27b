"""The room with the figures: for the auditor within her visit, for a coordinator across the provider."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.audit import actions
from assessments.audit.codes import code_of
from assessments.audit.forms.views import FilterForm, KeepForm, ViewForm
from assessments.audit.models import SavedView, Visit
from assessments.audit.outcomes.counting import Facts, count
from assessments.audit.outcomes.topics.listing import find_table, list_topics
from assessments.audit.queries.visits import cohorts_in
from assessments.audit.views.finding import find_reading
from courses.delivery.models import Cohort
from cpd.accounts.guards import open_to
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.documents.serving import table_response
from cpd.rules import NotAllowed


@dataclass(frozen=True)
class Place:
    """Where the figures are looked at: in a visit, or without one across the provider."""

    visit: Visit | None = None

    @property
    def address(self) -> str:
        if self.visit:
            return reverse("audit:show_outcomes", args=[self.visit.pk])
        return reverse("audit:show_provider_outcomes")

    @property
    def keep_address(self) -> str:
        return reverse("audit:keep_view", args=[self.visit.pk]) if self.visit else reverse("audit:keep_provider_view")

    @property
    def cohorts(self) -> QuerySet[Cohort]:
        return cohorts_in(self.visit) if self.visit else Cohort.objects.all()

    def call(self, people: set[UUID]) -> dict[UUID, str]:
        """Assessors by code for the university, by name for the provider."""
        if self.visit:
            return {person: code_of(self.visit.accreditation, person) for person in people}
        return {person.pk: str(person) for person in User.objects.filter(pk__in=people)}

    def count(self) -> Facts:
        return count(self.cohorts, call=self.call, now=timezone.now())


@open_to(Role.AUDITOR)
@require_safe
def show_outcomes(request: HttpRequest, visit_id) -> HttpResponse:
    visit = find_reading(request, visit_id)
    actions.note_outcomes(visit, by=request.user, now=timezone.now())
    return _page(request, Place(visit))


@open_to(Role.COORDINATOR)
@require_safe
def show_provider_outcomes(request: HttpRequest) -> HttpResponse:
    return _page(request, Place())


@open_to(Role.AUDITOR)
@require_safe
def download_outcomes(request: HttpRequest, visit_id, name: str, ending: str) -> HttpResponseBase:
    visit = find_reading(request, visit_id)
    table = _find_table(request, Place(visit), name)
    actions.note_outcomes(visit, by=request.user, now=timezone.now(), table=table.name, form=ending)
    return table_response(table, ending)


@open_to(Role.COORDINATOR)
@require_safe
def download_provider_outcomes(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    table = _find_table(request, Place(), name)
    actions.note_export(request.user, by=request.user, now=timezone.now(), table=table.name, form=ending)
    return table_response(table, ending)


@open_to(Role.AUDITOR)
@require_POST
def keep_view(request: HttpRequest, visit_id) -> HttpResponse:
    return _keep(request, Place(find_reading(request, visit_id)))


@open_to(Role.COORDINATOR)
@require_POST
def keep_provider_view(request: HttpRequest) -> HttpResponse:
    return _keep(request, Place())


@open_to(Role.AUDITOR, Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def change_view(request: HttpRequest, view_id) -> HttpResponse:
    """A view of one's own: another name, or away with it."""
    view = _own_view(request, view_id)
    form = ViewForm(request.POST or None, initial={"name": view.name})
    if form.is_valid():
        try:
            view = actions.rename_view(view, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error("name", str(no))
        else:
            messages.success(request, f"The view is called “{view.name}” now.")
            return redirect(_address_of(view))
    context = {"form": form, "view": view, "visit": view.visit, "address": _address_of(view)}
    return render(request, "assessments/audit/change_view.html", context, status=422 if form.errors else 200)


@open_to(Role.AUDITOR, Role.COORDINATOR)
@require_POST
def delete_view(request: HttpRequest, view_id) -> HttpResponse:
    view = _own_view(request, view_id)
    address = Place(view.visit).address
    actions.delete_view(view, by=request.user, now=timezone.now())
    messages.success(request, f"The view “{view.name}” is deleted. The figures are as they were.")
    return redirect(address)


def _page(
    request: HttpRequest, place: Place, keep: KeepForm | None = None, query: QueryDict | None = None
) -> HttpResponse:
    facts = place.count()
    form = FilterForm(request.GET if query is None else query, cohorts=facts.cohorts)
    chosen = form.chosen
    context = {
        "visit": place.visit,
        "room": "outcomes",
        "place": place,
        "facts": facts,
        "form": form,
        "chosen": chosen,
        "query": form.query,
        "topics": [topic.on_page for topic in list_topics(facts, chosen)],
        "views": SavedView.objects.of(request.user).filter(visit=place.visit).order_by("name"),
        "keep": keep or KeepForm(initial={"query": form.query}),
    }
    has_errors = bool(form.errors or (keep and keep.errors))
    return render(request, "assessments/audit/show_outcomes.html", context, status=422 if has_errors else 200)


def _keep(request: HttpRequest, place: Place) -> HttpResponse:
    keep = KeepForm(request.POST)
    # Only what the filter understands is kept, whatever was sent.
    given = FilterForm(QueryDict(request.POST.get("query", "")[:1000]), cohorts=place.count().cohorts)
    if keep.is_valid():
        name = keep.cleaned_data["name"]
        try:
            view = actions.keep_view(place.visit, name=name, query=given.query, by=request.user, now=timezone.now())
        except NotAllowed as no:
            keep.add_error("name", str(no))
        else:
            messages.success(request, f"The view “{view.name}” is kept.")
            return redirect(_address_of(view))
    return _page(request, place, keep, QueryDict(given.query))


def _find_table(request: HttpRequest, place: Place, name: str):
    facts = place.count()
    table = find_table(facts, FilterForm(request.GET, cohorts=facts.cohorts).chosen, name)
    if table is None:
        raise Http404("There is no such table.")
    return table


def _own_view(request: HttpRequest, view_id) -> SavedView:
    return get_object_or_404(SavedView.objects.of(request.user).select_related("visit"), pk=view_id)


def _address_of(view: SavedView) -> str:
    address = Place(view.visit).address
    return f"{address}?{view.query}" if view.query else address
