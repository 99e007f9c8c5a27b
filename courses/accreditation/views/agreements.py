"""The register of agreements: coordinators and administrators read it, administrators write in it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from courses.accreditation import actions
from courses.accreditation.forms.agreements import (
    SIGNATORIES,
    AccreditationForm,
    AsAtForm,
    CoverForm,
    EndForm,
    RenewalForm,
)
from courses.accreditation.models import Accreditation
from courses.accreditation.queries import register
from courses.accreditation.queries.rulesets import describe_rules, list_changes
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.files.serving import attachment_response
from cpd.files.uploads import upload_refusal
from cpd.rules import NotAllowed

PAGE = 30
# What a renewal begins with: the terms of the edition it follows.
KEPT = (
    "model",
    "wording",
    "is_university_award",
    "other_parties",
    "board_kind",
    "record_owner",
    "data_terms",
    "head_name",
    "head_contact",
    "may_use_logo",
)


@open_to(Role.ADMINISTRATOR, Role.COORDINATOR)
@require_safe
def list_accreditations(request: HttpRequest) -> HttpResponse:
    on = AsAtForm.day_of(request.GET)
    page = Paginator(register.list_accreditations(on), PAGE).get_page(request.GET.get("page"))
    rows = [(accreditation, register.get_standing(accreditation, on)) for accreditation in page]
    context = {
        "page": page,
        "rows": rows,
        "warnings": [row for row in rows if row[1].needs_attention],
        "may_write": request.role == Role.ADMINISTRATOR,
        "as_at": AsAtForm(initial={"on": on}),
        "on": on,
        "is_today": on == timezone.localdate(),
    }
    return render(request, "courses/accreditation/list_accreditations.html", context)


@open_to(Role.ADMINISTRATOR, Role.COORDINATOR)
@require_safe
def show_accreditation(request: HttpRequest, accreditation_id) -> HttpResponse:
    accreditation = get_object_or_404(Accreditation.objects.select_related("university"), pk=accreditation_id)
    on = AsAtForm.day_of(request.GET)
    agreement = register.get_agreement(accreditation, on)
    context = {
        "accreditation": accreditation,
        "agreement": agreement,
        "editions": register.list_editions(accreditation),
        "signatories": accreditation.signatories.order_by("position"),
        "rows": register.describe(agreement),
        "groups": describe_rules(agreement.rules),
        "changes": list_changes(accreditation),
        "may_write": request.role == Role.ADMINISTRATOR,
        "as_at": AsAtForm(initial={"on": on}),
        "is_today": on == timezone.localdate(),
    }
    return render(request, "courses/accreditation/show_accreditation.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def create_accreditation(request: HttpRequest) -> HttpResponse:
    too_large = upload_refusal(request) if request.method == "POST" else ""
    initial = {"board_kind": "provider", "record_owner": "provider"}
    form = AccreditationForm(request.POST or None, request.FILES or None, initial=initial)
    if not too_large and form.is_valid():
        try:
            accreditation = actions.create_accreditation(**form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The agreement is recorded. Say now which module versions it covers.")
            return redirect("accreditation:show_accreditation", accreditation.pk)
    status = 413 if too_large else 422 if form.errors else 200
    context = {"form": form, "too_large": too_large}
    return render(request, "courses/accreditation/create_accreditation.html", context, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def renew_accreditation(request: HttpRequest, accreditation_id) -> HttpResponse:
    accreditation = get_object_or_404(Accreditation.objects.select_related("university"), pk=accreditation_id)
    too_large = upload_refusal(request) if request.method == "POST" else ""
    form = RenewalForm(request.POST or None, request.FILES or None, initial=_terms_of(accreditation))
    if not too_large and form.is_valid():
        try:
            renewed = actions.renew_accreditation(
                accreditation, **form.cleaned_data, by=request.user, now=timezone.now()
            )
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, f"Edition {renewed.edition} is recorded. New cohorts are planned under it.")
            return redirect("accreditation:show_accreditation", renewed.pk)
    status = 413 if too_large else 422 if form.errors else 200
    context = {"form": form, "too_large": too_large, "accreditation": accreditation}
    return render(request, "courses/accreditation/renew_accreditation.html", context, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def end_accreditation(request: HttpRequest, accreditation_id) -> HttpResponse:
    accreditation = get_object_or_404(Accreditation.objects.select_related("university"), pk=accreditation_id)
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            actions.end_accreditation(accreditation, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The end is recorded. Those who enrolled before can be awarded in the teach-out.")
            return redirect("accreditation:show_accreditation", accreditation.pk)
    context = {"form": form, "accreditation": accreditation}
    status = 422 if form.errors else 200
    return render(request, "courses/accreditation/end_accreditation.html", context, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def cover_version(request: HttpRequest, accreditation_id) -> HttpResponse:
    accreditation = get_object_or_404(Accreditation.objects.select_related("university"), pk=accreditation_id)
    versions = register.versions_to_cover(accreditation)
    form = CoverForm(request.POST or None, versions=versions)
    if form.is_valid():
        try:
            actions.cover_version(accreditation, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The agreement covers this module version.")
            return redirect("accreditation:show_accreditation", accreditation.pk)
    context = {"form": form, "accreditation": accreditation, "has_versions": versions.exists()}
    status = 422 if form.errors else 200
    return render(request, "courses/accreditation/cover_version.html", context, status=status)


@open_to(Role.ADMINISTRATOR, Role.COORDINATOR)
@require_safe
def download_logo(request: HttpRequest, accreditation_id) -> HttpResponse:
    accreditation = get_object_or_404(
        Accreditation.objects.filter(logo__isnull=False).select_related("logo"), pk=accreditation_id
    )
    return attachment_response(accreditation.logo, f"logo {accreditation.reference}")


def _terms_of(accreditation: Accreditation) -> dict:
    initial = {name: getattr(accreditation, name) for name in KEPT}
    for number, signatory in enumerate(accreditation.signatories.order_by("position")[:SIGNATORIES], start=1):
        initial |= {f"name_{number}": signatory.name, f"office_{number}": signatory.office}
    return initial
