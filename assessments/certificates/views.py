"""Releasing results, certificates for the coordinator and the holder, and the public check."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assessments.certificates import actions, limits, queries
from assessments.certificates.codes import clean, spaced
from assessments.certificates.forms import CodeForm, CorrectionForm, FilesForm, NameForm, NamingForm
from assessments.certificates.models import Certificate
from assessments.certificates.names import is_name_on
from assessments.certificates.states import CertificateState
from cpd.accounts.guards import open_to, open_to_public
from cpd.accounts.roles import Role
from cpd.files.serving import attachment_response

PAGE = 30


@open_to(Role.COORDINATOR)
@require_GET
def list_certificates(request: HttpRequest) -> HttpResponse:
    held = request.GET.get("show") == "held"
    page = Paginator(queries.list_certificates(request.user, held=held), PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/certificates/list_certificates.html", {"page": page, "held": held})


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def correct_certificate(request: HttpRequest, certificate_id) -> HttpResponse:
    certificate = get_object_or_404(
        queries.seen_by(request.user).select_related("award__enrolment"),
        pk=certificate_id,
        state__in=[CertificateState.HELD, CertificateState.ISSUED],
    )
    is_held = certificate.state == CertificateState.HELD
    form = (NamingForm if is_held else CorrectionForm)(request.POST or None, initial={"name": certificate.name})
    if form.is_valid():
        actions.correct_name(certificate, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Saved. The certificate is being made with this name.")
        return redirect("certificates:list_certificates")
    context = {"certificate": certificate, "form": form, "is_held": is_held}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/certificates/correct_certificate.html", context, status=status)


@open_to(Role.LEARNER)
@require_GET
def download_certificate(request: HttpRequest, certificate_id) -> HttpResponse:
    certificate = get_object_or_404(
        Certificate.objects.filter(award__enrolment__learner=request.user, state=CertificateState.ISSUED),
        pk=certificate_id,
    )
    return attachment_response(certificate.pdf, f"certificate-{certificate.code[:8]}.pdf")


@open_to_public
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.GET or None)
    if form.is_valid():
        return redirect("certificates:verify_code", clean(form.cleaned_data["code"]) or "0")
    return render(request, "assessments/certificates/verify.html", {"form": form, "file_form": FilesForm()})


@open_to_public
@require_http_methods(["GET", "POST"])
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    now = timezone.now()
    address = get_adapter(request).get_client_ip(request) or "unknown"
    if limits.is_over("verify", address, limit=limits.ADDRESS_PER_MINUTE, seconds=60, now=now):
        return render(request, "assessments/certificates/too_many.html", status=429)
    certificate = queries.find_certificate(code)
    if certificate is None:
        form = CodeForm(initial={"code": code[:40]})
        return render(request, "assessments/certificates/not_found.html", {"form": form}, status=404)
    form = NameForm(request.POST or None)
    context = {"answer": queries.answer_for(certificate), "code": spaced(certificate.code), "form": form, "said": ""}
    if form.is_valid():
        if limits.is_over("name", certificate.code, limit=limits.NAMES_PER_CODE_AN_HOUR, seconds=3600, now=now):
            return render(request, "assessments/certificates/too_many.html", status=429)
        is_it = is_name_on(form.cleaned_data["family_name"], certificate.name)
        # A replaced document never says whose it was.
        shows_name = is_it and certificate.state == CertificateState.ISSUED
        context |= {"said": "yes" if shows_name else "no", "name": certificate.name if shows_name else ""}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "assessments/certificates/verify_code.html", context, status=status)
