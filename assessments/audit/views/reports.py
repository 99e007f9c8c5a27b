"""Her report: writing, signing, and the response to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments.audit import actions
from assessments.audit.actions.reports import StaleReport
from assessments.audit.forms.reports import ReportForm, SignForm
from assessments.audit.models import Report, Response, Visit
from assessments.audit.queries import findings
from assessments.audit.queries.reports import PARTS, count_facts, report_due_on, response_due_on
from assessments.audit.rules.reports import check_can_write_report
from assessments.audit.views.finding import find_visit
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed, refusal

# The restricted part comes last, so that what may be shared is one piece.
TITLES = {
    "standards": "Threshold standards",
    "comparable": "Comparability",
    "rigour": "Rigour and fairness",
    "evidence_seen": "What was seen",
    "earlier": "Earlier points",
    "good_practice": "Good practice",
}


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def write_report(request: HttpRequest, visit_id) -> HttpResponse:
    """A draft is written here; once signed, the page shows it with the response."""
    visit = find_visit(request, visit_id)
    report = Report.objects.filter(visit=visit).first()
    if refusal(check_can_write_report, request.user, visit):
        return render(request, "assessments/audit/show_report.html", show(visit, report) | {"room": "report"})
    initial = {name: getattr(report, name) for name in (*PARTS, "opinion", "version")} if report else {}
    form = ReportForm(request.POST or None, initial=initial)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            actions.save_report(visit, **form.cleaned_data, by=request.user, now=timezone.now())
        except StaleReport as no:
            form.add_error(None, str(no))
            status = 409
        else:
            messages.success(request, "The report is saved. Nobody else sees it until you sign.")
            return redirect("audit:write_report", visit.pk)
    return _page(request, visit, report, form, SignForm(), status)


@open_to(Role.AUDITOR)
@require_POST
def sign_report(request: HttpRequest, visit_id) -> HttpResponse:
    visit = find_visit(request, visit_id)
    report = Report.objects.filter(visit=visit).first()
    sign = SignForm(request.POST)
    if report is None:
        raise NotAllowed("There is nothing to sign yet. Write and save the report first.")
    if sign.is_valid():
        try:
            actions.sign_report(report, **sign.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            sign.add_error(None, str(no))
        else:
            messages.success(request, "The report is signed and with the provider. Its answer is due in writing.")
            return redirect("audit:write_report", visit.pk)
    initial = {name: getattr(report, name) for name in (*PARTS, "opinion", "version")}
    return _page(request, visit, report, ReportForm(initial=initial), sign, 422)


def show(visit: Visit, report: Report | None) -> dict:
    """What a page about a signed report shows, on both sides."""
    is_signed = report is not None and report.signed_at is not None
    return {
        "visit": visit,
        "report": report if is_signed else None,
        "parts": [(title, getattr(report, name)) for name, title in TITLES.items()] if is_signed else [],
        "findings": findings.list_raised(visit),
        "response": Response.objects.filter(visit=visit).select_related("sent_by").first(),
        "response_due_on": response_due_on(visit) if is_signed else None,
    }


def _page(request, visit: Visit, report: Report | None, form: ReportForm, sign: SignForm, status: int) -> HttpResponse:
    context = {
        "visit": visit,
        "room": "report",
        "report": report,
        "form": form,
        "sign": sign,
        "facts": count_facts(visit),
        "due_on": report_due_on(visit),
    }
    return render(request, "assessments/audit/write_report.html", context, status=status)
