"""What a person decides about a version: publish it, close it, correct it in the open."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from courses.catalogue import actions
from courses.catalogue.forms import CloseForm, ErratumForm
from courses.catalogue.rules import check_is_corrigible, check_is_open
from courses.catalogue.views.versions import get_version
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role


@open_to(Role.AUTHOR, Role.ADMINISTRATOR)
@require_POST
def publish_version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = actions.publish_version(get_version(version_id), by=request.user, now=timezone.now())
    messages.success(request, f"Version {version.number} is published. Cohorts can now be set up on it.")
    return redirect("catalogue:show_version", version.pk)


@open_to(Role.AUTHOR, Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def close_version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = get_version(version_id)
    check_is_open(version)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        actions.close_version(version, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"Version {version.number} is closed. Everybody who studies it carries on.")
        return redirect("catalogue:show_version", version.pk)
    context = {"form": form, "version": version, "learners": version.enrolments.count()}
    return render(request, "courses/catalogue/close_version.html", context, status=422 if form.is_bound else 200)


@open_to(Role.AUTHOR)
@require_http_methods(["GET", "HEAD", "POST"])
def publish_erratum(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = get_version(version_id)
    check_is_corrigible(version)
    lesson = version.lessons.filter(slug=request.GET.get("lesson", "")).first()
    form = ErratumForm(request.POST or None, version=version, initial={"lesson": lesson})
    if form.is_valid():
        actions.publish_erratum(version, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The correction is shown to everybody who studies this version.")
        return redirect("catalogue:show_version", version.pk)
    context = {"form": form, "version": version}
    return render(request, "courses/catalogue/publish_erratum.html", context, status=422 if form.is_bound else 200)
