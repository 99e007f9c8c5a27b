"""Her report: writing, signing, and the response to it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.audit import actions
from assessments.audit.actions.reports import StaleReport
from assessments.audit.forms.reports import ReportForm, SignForm
from assessments.audit.models import Report, Response, Visit
from assessments.audit.pdf import TITLES, draw_report, draw_response
from assessments.audit.queries import findings
from assessments.audit.queries.clocks import list_clocks, report_counts_until, response_due_on
from assessments.audit.queries.reports import PARTS, count_facts
from assessments.audit.rules.reports import check_can_write_report
from assessments.audit.views.finding import find_visit
from assessments.audit.views.saving import invalid, refused_as_json, saved_answer, stale_answer
from cpd.accounts.guards import open_to
from cpd.accounts.models import Organisation, OrganisationKind
from cpd.accounts.roles import Role
from cpd.documents.serving import file_response
from cpd.rules import NotAllowed, refusal


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def write_report(request: HttpRequest, visit_id) -> HttpResponse:
    """A draft is written here; once signed, the page shows it with the response."""
    visit = find_visit(request, visit_id)
    report = Report.objects.filter(visit=visit).first()
    if refusal(check_can_write_report, request.user, visit):
        return render(
            request,
            "assessments/audit/show_report.html",
            show(visit, report) | {"room": "report", "pdf_address": request.path},
        )
    initial = {name: getattr(report, name) for name in (*PARTS, "opinion", "version")} if report else {}
    form = ReportForm(request.POST or None, initial=initial)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            actions.save_report(visit, **form.cleaned_data, by=request.user, now=timezone.now())
        except StaleReport as no:
            form.add_error(None, str(no))
            return _page(request, visit, no.stored, form, SignForm(), 409, stored=no.stored)
        else:
            messages.success(request, "The report is saved. Nobody else sees it until you sign.")
            return redirect("audit:write_report", visit.pk)
    return _page(request, visit, report, form, SignForm(), status)


@open_to(Role.AUDITOR)
@require_POST
@refused_as_json
def keep_report(request: HttpRequest, visit_id) -> HttpResponse:
    """What the script saves while she types."""
    visit = find_visit(request, visit_id)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return invalid(form)
    now = timezone.now()
    try:
        report = actions.save_report(visit, **form.cleaned_data, by=request.user, now=now)
    except StaleReport as stale:
        return stale_answer(words_of(stale.stored), stale.stored.version)
    return saved_answer(report.version, now)


@open_to(Role.AUDITOR)
@require_safe
def download_report(request: HttpRequest, visit_id, document: str) -> HttpResponse:
    return write_document(find_visit(request, visit_id), document)


def write_document(visit: Visit, document: str) -> HttpResponse:
    """A signed report, the part of it that may be shared, or the response to it; not found before it is there."""
    if document == "response":
        response = get_object_or_404(
            Response.objects.select_related("visit__accreditation__university", "sent_by"), visit=visit
        )
        provider = Organisation.objects.get(kind=OrganisationKind.PROVIDER).name
        return file_response(draw_response(response, provider=provider), "response.pdf", "application/pdf")
    if document not in ("report", "report-to-share"):
        raise Http404("There is no such document.")
    signed = Report.objects.select_related("visit__accreditation__university").filter(signed_at__isnull=False)
    report = get_object_or_404(signed, visit=visit)
    data = draw_report(report, list(findings.list_raised(visit)), is_whole=document == "report")
    return file_response(data, f"{document}.pdf", "application/pdf")


def words_of(report: Report) -> str:
    """Everything that a draft says, one part after the other."""
    parts = [
        (title, getattr(report, name)) for name, title in (TITLES | {"restricted": "For the provider alone"}).items()
    ]
    return "\n\n".join(f"{title}\n{text}" for title, text in parts if text)


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
        "counts": is_signed and timezone.localdate(report.signed_at) <= report_counts_until(visit),
        "response_due_on": response_due_on(visit) if is_signed else None,
        "is_response_late": is_signed and response_due_on(visit) < timezone.localdate(),
    }


def _page(
    request,
    visit: Visit,
    report: Report | None,
    form: ReportForm,
    sign: SignForm,
    status: int,
    stored: Report | None = None,
) -> HttpResponse:
    context = {
        "visit": visit,
        "room": "report",
        "report": report,
        "form": form,
        "sign": sign,
        "facts": count_facts(visit, timezone.now()),
        "clocks": list_clocks(visit, timezone.localdate()),
        "stored": words_of(stored) if stored else "",
    }
    return render(request, "assessments/audit/write_report.html", context, status=status)
