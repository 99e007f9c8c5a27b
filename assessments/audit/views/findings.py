"""Her findings: drafts, the conversation, and closing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.audit import actions
from assessments.audit.actions.findings import StaleFinding
from assessments.audit.forms.findings import AskForm, FindingForm
from assessments.audit.models import Finding, Visit
from assessments.audit.queries import findings
from assessments.audit.queries.visits import candidates_in
from assessments.audit.rules.findings import check_can_raise, check_can_settle, check_can_write_finding
from assessments.audit.states import FindingState
from assessments.audit.views.finding import find_visit
from assessments.audit.views.saving import invalid, refused_as_json, saved_answer, stale_answer
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import refusal


@open_to(Role.AUDITOR)
@require_GET
def list_findings(request: HttpRequest, visit_id) -> HttpResponse:
    visit = find_visit(request, visit_id)
    context = {
        "visit": visit,
        "room": "findings",
        "findings": findings.list_findings(visit),
        "write_refusal": refusal(check_can_write_finding, request.user, visit),
    }
    return render(request, "assessments/audit/list_findings.html", context)


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def write_finding(request: HttpRequest, visit_id) -> HttpResponse:
    visit = find_visit(request, visit_id)
    check_can_write_finding(request.user, visit)
    initial = {"enrolment": request.GET.get("about", "")}
    form = FindingForm(request.POST or None, candidates=_candidates(visit), initial=initial)
    if form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        finding = actions.write_finding(visit, **data, by=request.user, now=timezone.now())
        messages.success(request, "The draft is kept. The provider does not see it until you raise it.")
        return redirect("audit:show_finding", visit.pk, finding.pk)
    context = {"visit": visit, "room": "findings", "form": form}
    return render(request, "assessments/audit/write_finding.html", context, status=422 if form.errors else 200)


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def show_finding(request: HttpRequest, visit_id, finding_id) -> HttpResponse:
    """A draft is edited here; a raised finding shows its conversation."""
    visit = find_visit(request, visit_id)
    finding = _find(visit, finding_id)
    if not finding.is_draft:
        return _conversation(request, visit, finding, AskForm())
    initial = {name: getattr(finding, name) for name in ("kind", "title", "text", "due_on", "version")}
    if finding.enrolment:
        initial["enrolment"] = finding.enrolment.candidate_number
    form = FindingForm(request.POST or None, candidates=_candidates(visit), initial=initial)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            actions.change_finding(finding, **form.cleaned_data, by=request.user, now=timezone.now())
        except StaleFinding as no:
            form.add_error(None, str(no))
            finding, status = no.stored, 409
        else:
            messages.success(request, "The draft is saved.")
            return redirect("audit:show_finding", visit.pk, finding.pk)
    context = {
        "visit": visit,
        "room": "findings",
        "form": form,
        "finding": finding,
        "stored": finding if status == 409 else None,
        "raise_refusal": refusal(check_can_raise, request.user, finding),
    }
    return render(request, "assessments/audit/write_finding.html", context, status=status)


@open_to(Role.AUDITOR)
@require_POST
@refused_as_json
def keep_finding(request: HttpRequest, visit_id, finding_id) -> HttpResponse:
    """What the script saves of a draft while she types."""
    visit = find_visit(request, visit_id)
    finding = _find(visit, finding_id)
    form = FindingForm(request.POST, candidates=_candidates(visit))
    if not form.is_valid():
        return invalid(form)
    now = timezone.now()
    try:
        finding = actions.change_finding(finding, **form.cleaned_data, by=request.user, now=now)
    except StaleFinding as stale:
        return stale_answer(f"{stale.stored.title}\n\n{stale.stored.text}", stale.stored.version)
    return saved_answer(finding.version, now)


@open_to(Role.AUDITOR)
@require_POST
def raise_finding(request: HttpRequest, visit_id, finding_id) -> HttpResponse:
    visit = find_visit(request, visit_id)
    finding = actions.raise_finding(_find(visit, finding_id), by=request.user, now=timezone.now())
    messages.success(request, f"Number {finding.number} is with the provider.")
    return redirect("audit:list_findings", visit.pk)


@open_to(Role.AUDITOR)
@require_POST
def discard_finding(request: HttpRequest, visit_id, finding_id) -> HttpResponse:
    visit = find_visit(request, visit_id)
    actions.discard_finding(_find(visit, finding_id), by=request.user, now=timezone.now())
    messages.success(request, "The draft is discarded. The provider never saw it.")
    return redirect("audit:list_findings", visit.pk)


@open_to(Role.AUDITOR)
@require_POST
def ask_again(request: HttpRequest, visit_id, finding_id) -> HttpResponse:
    visit = find_visit(request, visit_id)
    finding = _find(visit, finding_id)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _conversation(request, visit, finding, form, status=422)
    actions.ask_again(finding, **form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, "Your question is with the provider.")
    return redirect("audit:show_finding", visit.pk, finding.pk)


@open_to(Role.AUDITOR)
@require_POST
def close_finding(request: HttpRequest, visit_id, finding_id) -> HttpResponse:
    visit = find_visit(request, visit_id)
    finding = actions.close_finding(_find(visit, finding_id), by=request.user, now=timezone.now())
    messages.success(request, f"Number {finding.number} is closed.")
    return redirect("audit:list_findings", visit.pk)


def _conversation(request, visit: Visit, finding: Finding, form: AskForm, status: int = 200) -> HttpResponse:
    context = {
        "visit": visit,
        "room": "findings",
        "finding": finding,
        "said": finding.messages.select_related("written_by").order_by("written_at"),
        "form": form,
        "may_settle": not refusal(check_can_settle, request.user, finding, FindingState.CLOSED),
    }
    return render(request, "assessments/audit/show_finding.html", context, status=status)


def _find(visit: Visit, finding_id) -> Finding:
    return get_object_or_404(findings.list_findings(visit), pk=finding_id)


def _candidates(visit: Visit):
    return candidates_in(visit).exclude(learner=visit.auditor).order_by("candidate_number")
