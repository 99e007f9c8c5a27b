"""Pages of the safeguarding lead about items that were locked away."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.confidentiality import actions, queries, rules
from assessments.confidentiality.copies import copies_of
from assessments.confidentiality.forms import OutcomeForm, ReportForm
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import refusal

PAGE_SIZE = 30


@open_to(Role.SAFEGUARDING)
@require_GET
def list_incidents(request):
    page = Paginator(queries.list_incidents(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "now": timezone.now()}
    return render(request, "assessments/confidentiality/list_incidents.html", context)


@open_to(Role.SAFEGUARDING)
@require_http_methods(["GET", "POST"])
def show_incident(request, incident_id):
    incident = _incident(request, incident_id)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.close_incident(incident, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The incident is closed.")
        return redirect("confidentiality:list_incidents")
    return _render(request, incident, form=form)


@open_to(Role.SAFEGUARDING)
@require_POST
def purge_item(request, incident_id):
    incident = _incident(request, incident_id)
    actions.purge_item(incident, by=request.user, now=timezone.now())
    messages.success(request, "The item is destroyed. The receipt is below.")
    return redirect("confidentiality:show_incident", incident.pk)


@open_to(Role.SAFEGUARDING)
@require_POST
def decide_report(request, incident_id):
    incident = _incident(request, incident_id)
    form = ReportForm(request.POST)
    if form.is_valid():
        actions.decide_report(incident, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The decision is kept with its reason.")
        return redirect("confidentiality:show_incident", incident.pk)
    return _render(request, incident, report_form=form)


@open_to(Role.SAFEGUARDING)
@require_http_methods(["GET", "POST"])
def give_item_back(request, incident_id):
    incident = _incident(request, incident_id)
    no = refusal(rules.check_can_give_back, request.user, incident, "outcome", timezone.localdate())
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.give_item_back(incident, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The item is where it was, and the learner is told.")
        return redirect("confidentiality:list_incidents")
    context = {"incident": incident, "item": incident.item, "form": form, "refusal": no}
    return render(
        request, "assessments/confidentiality/give_item_back.html", context, status=422 if form.errors else 200
    )


def _incident(request, incident_id):
    return get_object_or_404(queries.list_incidents(request.user), pk=incident_id)


def _render(request, incident, form=None, report_form=None):
    now = timezone.now()
    context = {
        "incident": incident,
        "item": incident.item,
        "copies": copies_of(incident.item),
        "openings": queries.list_openings_of(incident),
        "form": report_form or form or OutcomeForm(),
        "outcome_form": form or OutcomeForm(),
        "report_form": report_form or ReportForm(),
        "is_late": not incident.report and now > incident.report_by,
        "may_give_back": not refusal(rules.check_can_give_back, request.user, incident, "outcome", now.date()),
    }
    has_errors = (form is not None and form.errors) or (report_form is not None and report_form.errors)
    return render(request, "assessments/confidentiality/show_incident.html", context, status=422 if has_errors else 200)
