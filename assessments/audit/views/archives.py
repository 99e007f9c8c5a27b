"""The provider's packs and archives: asking, agreeing, dropping, taking home."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.audit import actions
from assessments.audit.forms.packs import ArchiveForm, AwardPackForm
from assessments.audit.models import Pack
from assessments.audit.queries import packs
from assessments.audit.rules.packs import check_can_agree
from assessments.audit.states import PackState
from assessments.audit.views.packs import PAGE, describe, hand_over
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed, refusal

AWARD, ARCHIVE = "award", "archive"


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def list_provider_packs(request: HttpRequest) -> HttpResponse:
    """Every pack and archive with the day on which it is destroyed; and two forms, of which one was sent."""
    sent = request.POST.get("form")
    award_form = AwardPackForm(
        request.POST if sent == AWARD else None, prefix=AWARD, awards=packs.awards_for(request.user)
    )
    archive_form = ArchiveForm(request.POST if sent == ARCHIVE else None, prefix=ARCHIVE, cohorts=packs.list_cohorts())
    form = archive_form if sent == ARCHIVE else award_form
    if form.is_valid():
        try:
            pack = _ask(request, form)
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "It is asked for. This page shows how far it is.")
            return redirect("audit:show_provider_pack", pack.pk)
    context = {
        "award_form": award_form,
        "archive_form": archive_form,
        "page": Paginator(packs.packs_of_provider(request.user), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "assessments/audit/list_provider_packs.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR)
@require_safe
def show_provider_pack(request: HttpRequest, pack_id) -> HttpResponse:
    pack = get_object_or_404(packs.packs_of_provider(request.user), pk=pack_id)
    context = describe(request, pack) | {
        "is_waiting": pack.state == PackState.ASKED,
        "agree_refusal": refusal(check_can_agree, request.user, pack, timezone.localdate()),
    }
    return render(request, "assessments/audit/show_provider_pack.html", context)


@open_to(Role.COORDINATOR)
@require_POST
def agree_to_archive(request: HttpRequest, pack_id) -> HttpResponse:
    pack = get_object_or_404(packs.packs_of_provider(request.user).archives(), pk=pack_id)
    actions.agree_to_archive(pack, by=request.user, now=timezone.now())
    messages.success(request, "You agreed. The archive is being made; both of you can download it when it is ready.")
    return redirect("audit:show_provider_pack", pack.pk)


@open_to(Role.COORDINATOR)
@require_POST
def drop_archive(request: HttpRequest, pack_id) -> HttpResponse:
    pack = get_object_or_404(packs.packs_of_provider(request.user).archives(), pk=pack_id)
    actions.drop_archive(pack, by=request.user, now=timezone.now())
    messages.success(request, "The archive is not made.")
    return redirect("audit:show_provider_pack", pack.pk)


@open_to(Role.COORDINATOR)
@require_POST
def download_provider_pack(request: HttpRequest, pack_id) -> HttpResponse:
    return hand_over(request, get_object_or_404(packs.packs_of_provider(request.user), pk=pack_id))


def _ask(request: HttpRequest, form: AwardPackForm | ArchiveForm) -> Pack:
    said = {"reason": form.cleaned_data["reason"], "by": request.user, "now": timezone.now()}
    if isinstance(form, ArchiveForm):
        return actions.ask_for_archive(form.cleaned_data["cohort"], **said)
    return actions.ask_for_pack(award=form.cleaned_data["award"], **said)
