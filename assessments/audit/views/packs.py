"""The pack room of a visit: asking for a pack, seeing how far it is, taking it home."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.audit import actions
from assessments.audit.forms.packs import VisitPackForm
from assessments.audit.models import Pack
from assessments.audit.packing.scopes import say_scope
from assessments.audit.queries import packs
from assessments.audit.rules.packs import check_can_ask_in_visit, check_can_download
from assessments.audit.views.finding import find_visit
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.files.serving import attachment_response
from cpd.rules import NotAllowed, refusal

PAGE = 30


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def list_packs(request: HttpRequest, visit_id) -> HttpResponse:
    visit = find_visit(request, visit_id)
    form = VisitPackForm(request.POST or None, awards=packs.awards_in(visit))
    if form.is_valid():
        try:
            pack = actions.ask_for_pack(visit=visit, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(
                request, "Your pack is being made. This page shows how far it is; you are told when it is ready."
            )
            return redirect("audit:show_pack", visit.pk, pack.pk)
    context = {
        "visit": visit,
        "room": "packs",
        "form": form,
        "ask_refusal": refusal(check_can_ask_in_visit, request.user, visit, None, timezone.localdate()),
        "page": Paginator(packs.packs_of_visit(visit), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "assessments/audit/list_packs.html", context, status=422 if form.errors else 200)


@open_to(Role.AUDITOR)
@require_safe
def show_pack(request: HttpRequest, visit_id, pack_id) -> HttpResponse:
    visit = find_visit(request, visit_id)
    pack = get_object_or_404(packs.packs_of_visit(visit), pk=pack_id)
    context = {"visit": visit, "room": "packs"} | describe(request, pack)
    return render(request, "assessments/audit/show_pack.html", context)


@open_to(Role.AUDITOR)
@require_POST
def download_pack(request: HttpRequest, visit_id, pack_id) -> HttpResponse:
    visit = find_visit(request, visit_id)
    return hand_over(request, get_object_or_404(packs.packs_of_visit(visit), pk=pack_id))


def describe(request: HttpRequest, pack: Pack) -> dict:
    """What the page of a pack shows, on either side."""
    return {
        "pack": pack,
        "scope": say_scope(pack),
        "percent": 100 * pack.done // pack.steps if pack.steps else 0,
        "has_died": packs.has_died(pack),
        "download_refusal": refusal(check_can_download, request.user, pack, timezone.localdate()),
    }


def hand_over(request: HttpRequest, pack: Pack) -> HttpResponse:
    """The bytes as an attachment, once the action has let them go and noted it."""
    taken = actions.take_pack(pack, by=request.user, now=timezone.now())
    kind = "archive" if taken.is_archive else "pack"
    return attachment_response(taken.file, f"{kind}-{str(taken.pk)[:8]}.zip")
