"""Agreements with universities: coordinators and administrators read them, administrators record them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from courses.accreditation import actions, queries
from courses.accreditation.forms import AccreditationForm, CoverForm, RulesForm
from courses.accreditation.models import Accreditation
from courses.accreditation.queries import describe_rules, get_standing, list_changes, versions_to_cover
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day
from cpd.rules import NotAllowed

PAGE = 30


@open_to(Role.ADMINISTRATOR, Role.COORDINATOR)
@require_safe
def list_accreditations(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    page = Paginator(queries.list_accreditations(), PAGE).get_page(request.GET.get("page"))
    rows = [(accreditation, get_standing(accreditation, today)) for accreditation in page]
    context = {
        "page": page,
        "rows": rows,
        "warnings": [row for row in rows if row[1].needs_attention],
        "may_write": request.role == Role.ADMINISTRATOR,
    }
    return render(request, "courses/accreditation/list_accreditations.html", context)


@open_to(Role.ADMINISTRATOR, Role.COORDINATOR)
@require_safe
def show_accreditation(request: HttpRequest, accreditation_id) -> HttpResponse:
    accreditation = get_object_or_404(Accreditation.objects.select_related("university"), pk=accreditation_id)
    versions = accreditation.versions.select_related("version__module").order_by(
        "version__module__code", "-version__number"
    )
    context = {
        "accreditation": accreditation,
        "standing": get_standing(accreditation, timezone.localdate()),
        "versions": versions,
        "signatories": accreditation.signatories.order_by("position"),
        "rows": _rows(accreditation),
        "rules": accreditation.rules,
        "groups": describe_rules(accreditation.rules),
        "changes": list_changes(accreditation),
        "may_write": request.role == Role.ADMINISTRATOR,
    }
    return render(request, "courses/accreditation/show_accreditation.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def create_accreditation(request: HttpRequest) -> HttpResponse:
    form = AccreditationForm(request.POST or None)
    if form.is_valid():
        try:
            accreditation = actions.create_accreditation(**form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The agreement is recorded. Say now which module versions it covers.")
            return redirect("accreditation:show_accreditation", accreditation.pk)
    status = 422 if form.errors else 200
    return render(request, "courses/accreditation/create_accreditation.html", {"form": form}, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def cover_version(request: HttpRequest, accreditation_id) -> HttpResponse:
    accreditation = get_object_or_404(Accreditation.objects.select_related("university"), pk=accreditation_id)
    versions = versions_to_cover(accreditation)
    form = CoverForm(request.POST or None, versions=versions)
    if form.is_valid():
        actions.cover_version(accreditation, form.cleaned_data["version"], by=request.user, now=timezone.now())
        messages.success(request, "The agreement covers this module version.")
        return redirect("accreditation:show_accreditation", accreditation.pk)
    context = {"form": form, "accreditation": accreditation, "has_versions": versions.exists()}
    status = 422 if form.errors else 200
    return render(request, "courses/accreditation/cover_version.html", context, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def adopt_rules(request: HttpRequest, accreditation_id) -> HttpResponse:
    accreditation = get_object_or_404(Accreditation.objects.select_related("university"), pk=accreditation_id)
    form = RulesForm(request.POST or None, rules=accreditation.rules)
    if form.is_valid():
        try:
            adopted = actions.adopt_rules(
                accreditation,
                values=form.values,
                starts_on=form.cleaned_data["starts_on"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(
                request, f"Rule set {adopted.version} is adopted for cohorts from {day(adopted.starts_on)}."
            )
            return redirect("accreditation:show_accreditation", accreditation.pk)
    context = {"form": form, "accreditation": accreditation}
    return render(request, "courses/accreditation/adopt_rules.html", context, status=422 if form.errors else 200)


def _rows(accreditation: Accreditation) -> list[tuple]:
    makes = "The university" if accreditation.is_university_award else "The provider; the university recognises it"
    return [
        ("University", accreditation.university),
        ("What the university does", accreditation.get_model_display()),
        ("In force", f"{day(accreditation.starts_on)} to {day(accreditation.ends_on)}"),
        ("Teach-out until", day(accreditation.teach_out_until)),
        ("Who makes the award", makes),
        ("Wording on the certificate", accreditation.wording),
        ("Conditions", accreditation.conditions or "None recorded"),
    ]
