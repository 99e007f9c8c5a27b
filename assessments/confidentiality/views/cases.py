"""Pages of the safeguarding lead: incidents and concerns."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.confidentiality import actions, queries
from assessments.confidentiality.copies import copies_of
from assessments.confidentiality.forms import ActionTakenForm, OutcomeForm
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role

PAGE_SIZE = 30


@open_to(Role.SAFEGUARDING)
@require_GET
def list_incidents(request):
    page = Paginator(queries.list_incidents(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "assessments/confidentiality/list_incidents.html", {"page": page})


@open_to(Role.SAFEGUARDING)
@require_http_methods(["GET", "POST"])
def show_incident(request, incident_id):
    incident = get_object_or_404(
        queries.list_incidents(request.user).select_related("item__task", "purged_by", "closed_by"),
        pk=incident_id,
    )
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.close_incident(incident, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The incident is closed.")
        return redirect("confidentiality:list_incidents")
    context = {"incident": incident, "item": incident.item, "copies": copies_of(incident.item), "form": form}
    return render(
        request, "assessments/confidentiality/show_incident.html", context, status=422 if form.errors else 200
    )


@open_to(Role.SAFEGUARDING)
@require_POST
def purge_item(request, incident_id):
    incident = get_object_or_404(queries.list_incidents(request.user), pk=incident_id)
    actions.purge_item(incident, by=request.user, now=timezone.now())
    messages.success(request, "The item is destroyed. The receipt is below.")
    return redirect("confidentiality:show_incident", incident.pk)


@open_to(Role.SAFEGUARDING)
@require_GET
def list_concerns(request):
    page = Paginator(queries.list_concerns(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "assessments/confidentiality/list_concerns.html", {"page": page})


@open_to(Role.SAFEGUARDING)
@require_http_methods(["GET", "POST"])
def show_concern(request, concern_id):
    concern = get_object_or_404(queries.list_concerns(request.user).select_related("closed_by"), pk=concern_id)
    form = ActionTakenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.close_concern(concern, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The concern is closed.")
        return redirect("confidentiality:list_concerns")
    context = {"concern": concern, "form": form}
    return render(request, "assessments/confidentiality/show_concern.html", context, status=422 if form.errors else 200)
