"""The provider, the employers and the universities."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cpd.accounts import actions
from cpd.accounts.forms import FindOrganisationsForm, OrganisationForm
from cpd.accounts.guards import open_to
from cpd.accounts.queries import search_organisations
from cpd.accounts.roles import Role

PER_PAGE = 30


@open_to(Role.ADMINISTRATOR)
@require_safe
def list_organisations(request):
    form = FindOrganisationsForm(request.GET or None)
    found = form.cleaned_data if form.is_valid() else {}
    organisations = search_organisations(**found, on=timezone.localdate())
    page = Paginator(organisations, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "is_filtered": any(found.values())}
    return render(request, "accounts/list_organisations.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def create_organisation(request):
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        actions.create_organisation(**form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(
            request, "The organisation is there. An organisation of the same kind and name is not made twice."
        )
        return redirect("accounts:list_organisations")
    return render(request, "accounts/create_organisation.html", {"form": form}, status=422 if form.errors else 200)
