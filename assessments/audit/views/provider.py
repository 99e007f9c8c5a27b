"""The provider's side of visits: inviting the university, and seeing what was opened."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.audit import actions
from assessments.audit.forms.findings import AnswerForm
from assessments.audit.forms.visits import InviteForm
from assessments.audit.models import Report
from assessments.audit.queries import findings, visits
from assessments.audit.queries.clocks import list_clocks, list_late
from assessments.audit.rules.reports import check_can_respond
from assessments.audit.states import FindingState, VisitState
from assessments.audit.views.reports import show, write_document
from courses.accreditation.models import Accreditation
from cpd.accounts.guards import open_to
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed, refusal

PAGE = 30


@open_to(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_safe
def list_provider_visits(request: HttpRequest) -> HttpResponse:
    page = Paginator(visits.visits_of_provider(), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "late": list_late(page.object_list, timezone.localdate()),
        "may_invite": request.role == Role.ADMINISTRATOR,
        "may_see_outcomes": request.role == Role.COORDINATOR,
        "may_pack": request.role == Role.COORDINATOR,
    }
    return render(request, "assessments/audit/list_provider_visits.html", context)


@open_to(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_safe
def show_provider_visit(request: HttpRequest, visit_id) -> HttpResponse:
    """Scope and dates of a visit, and what was opened in it: the university reads, and the provider sees that it does."""
    visit = get_object_or_404(visits.visits_of_provider(), pk=visit_id)
    readings = Paginator(visits.list_readings(visit), PAGE).get_page(request.GET.get("page"))
    context = {
        "visit": visit,
        "page": readings,
        "modules": visit.modules.order_by("code"),
        "cohorts": visit.cohorts.order_by("code"),
        "findings": findings.list_raised(visit),
        "clocks": list_clocks(visit, timezone.localdate()) if visit.opened_at else [],
        "has_report": Report.objects.filter(visit=visit, signed_at__isnull=False).exists(),
        "may_answer": request.role == Role.COORDINATOR,
        "may_cancel": request.role == Role.ADMINISTRATOR and visit.state == VisitState.INVITED,
    }
    return render(request, "assessments/audit/show_provider_visit.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def invite_to_visit(request: HttpRequest, accreditation_id) -> HttpResponse:
    accreditation = get_object_or_404(Accreditation.objects.select_related("university"), pk=accreditation_id)
    form = InviteForm(request.POST or None, accreditation=accreditation)
    if form.is_valid():
        try:
            visit = actions.invite_to_visit(accreditation, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(
                request, "She is invited. The visit opens when she has signed in and declared independence."
            )
            return redirect("audit:show_provider_visit", visit.pk)
    context = {"form": form, "accreditation": accreditation}
    return render(request, "assessments/audit/invite_to_visit.html", context, status=422 if form.errors else 200)


@open_to(Role.ADMINISTRATOR)
@require_POST
def cancel_visit(request: HttpRequest, visit_id) -> HttpResponse:
    visit = get_object_or_404(visits.visits_of_provider(), pk=visit_id)
    actions.cancel_visit(visit, by=request.user, now=timezone.now())
    messages.success(request, "The invitation to this visit is taken back.")
    return redirect("audit:list_provider_visits")


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def answer_finding(request: HttpRequest, finding_id) -> HttpResponse:
    """The provider's side of a finding: the conversation, and its answer while it is asked for."""
    finding = get_object_or_404(findings.raised_findings(), pk=finding_id)
    people = User.objects.holding(Role.COORDINATOR, on=timezone.localdate()).order_by("family_name", "given_names")
    form = AnswerForm(request.POST or None, people=people)
    if form.is_valid():
        try:
            actions.answer_finding(finding, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "Your answer is with the university.")
            return redirect("audit:show_provider_visit", finding.visit_id)
    context = {
        "finding": finding,
        "visit": finding.visit,
        "said": finding.messages.select_related("written_by").order_by("written_at"),
        "form": form,
        "is_asked": finding.state == FindingState.RAISED,
    }
    return render(request, "assessments/audit/answer_finding.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_safe
def show_provider_report(request: HttpRequest, visit_id) -> HttpResponse:
    visit = get_object_or_404(visits.visits_of_provider(), pk=visit_id)
    report = get_object_or_404(Report, visit=visit, signed_at__isnull=False)
    context = show(visit, report) | {
        "is_provider": True,
        "pdf_address": request.path,
        "may_respond": request.role == Role.COORDINATOR,
        "may_answer": request.role == Role.COORDINATOR,
        "respond_refusal": refusal(check_can_respond, request.user, visit, timezone.localdate()),
    }
    return render(request, "assessments/audit/show_report.html", context)


@open_to(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_safe
def download_provider_report(request: HttpRequest, visit_id, document: str) -> HttpResponse:
    return write_document(get_object_or_404(visits.visits_of_provider(), pk=visit_id), document)


@open_to(Role.COORDINATOR)
@require_POST
def send_response(request: HttpRequest, visit_id) -> HttpResponse:
    visit = get_object_or_404(visits.visits_of_provider(), pk=visit_id)
    actions.send_response(visit, by=request.user, now=timezone.now())
    messages.success(request, "The response is sent to the university.")
    return redirect("audit:show_provider_report", visit.pk)
