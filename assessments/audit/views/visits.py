"""Her visits: finding an agreement, opening a visit, the overview of its rooms, and ending it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.audit import actions
from assessments.audit.forms.visits import TakeUpForm, VisitForm
from assessments.audit.models import Visit
from assessments.audit.queries import visits
from assessments.audit.queries.clocks import list_clocks, list_late
from assessments.audit.states import VisitState
from assessments.audit.views.finding import find_visit
from courses.accreditation.forms.agreements import AsAtForm
from courses.accreditation.queries.register import describe, edition_on, get_agreement, get_standing, list_editions
from courses.accreditation.queries.rulesets import describe_rules, list_changes
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role

PAGE = 50


@open_to(Role.AUDITOR)
@require_GET
def list_visits(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    page = Paginator(visits.list_visits(request.user, today), PAGE).get_page(request.GET.get("page"))
    context = {
        "visits": page,
        "late": list_late(page.object_list, today),
        "accreditations": [(row, get_standing(row, today)) for row in visits.accreditations_for(request.user, today)],
    }
    return render(request, "assessments/audit/list_visits.html", context)


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def show_accreditation(request: HttpRequest, accreditation_id) -> HttpResponse:
    """What the agreement says, on any day; and a visit to it."""
    today = timezone.localdate()
    accreditation = get_object_or_404(visits.accreditations_for(request.user, today), pk=accreditation_id)
    form = VisitForm(request.POST or None)
    if form.is_valid():
        visit = actions.open_visit(accreditation, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Your visit is open. What you open is on record and shown to the provider.")
        return redirect("audit:show_visit", visit.pk)
    on = AsAtForm.day_of(request.GET)
    shown = edition_on(accreditation, on)
    agreement = get_agreement(shown, on)
    context = {
        "accreditation": shown,
        "agreement": agreement,
        "rows": describe(agreement),
        "groups": describe_rules(agreement.rules),
        "changes": list_changes(shown),
        "signatories": shown.signatories.order_by("position"),
        "as_at": AsAtForm(initial={"on": on}),
        "visit": Visit.objects.open_for(request.user, today)
        .filter(accreditation__in=list_editions(accreditation))
        .first(),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/audit/show_accreditation.html", context, status=status)


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def show_visit(request: HttpRequest, visit_id) -> HttpResponse:
    """The overview of a visit; before it is opened, the declaration that opens it."""
    visit = find_visit(request, visit_id)
    form = TakeUpForm(request.POST or None)
    if form.is_valid():
        actions.take_up_visit(visit, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Your visit is open. What you open is on record and shown to the provider.")
        return redirect("audit:show_visit", visit.pk)
    is_reading = visit.is_reading(timezone.localdate())
    context = {
        "visit": visit,
        "form": form,
        "room": "overview",
        "is_invited": visit.state == VisitState.INVITED,
        "is_reading": is_reading,
        "clocks": list_clocks(visit, timezone.localdate()) if visit.opened_at else [],
        "may_close": visit.state == VisitState.OPEN,
        "page": Paginator(visits.list_cohorts(visit), PAGE).get_page(request.GET.get("page")) if is_reading else None,
    }
    return render(request, "assessments/audit/show_visit.html", context, status=422 if form.errors else 200)


@open_to(Role.AUDITOR)
@require_POST
def close_visit(request: HttpRequest, visit_id) -> HttpResponse:
    actions.close_visit(find_visit(request, visit_id), by=request.user, now=timezone.now())
    messages.success(request, "Your visit is closed.")
    return redirect("audit:list_visits")
