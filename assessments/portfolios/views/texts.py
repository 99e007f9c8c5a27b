"""Writing a text: the page, its autosave, and what another tab left behind."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments.portfolios import actions
from assessments.portfolios.contents import brief_of
from assessments.portfolios.forms.evidence import AutosaveForm, TextForm
from assessments.portfolios.identifiers import list_open, load_watch
from assessments.portfolios.models import EvidenceItem, TextRevision
from assessments.portfolios.reading import read_own_revision, read_own_text
from assessments.portfolios.rules import check_can_change
from assessments.portfolios.states import ItemKind
from assessments.portfolios.views.kept import answers_when_signed_out, keeps_text, take_kept
from assessments.portfolios.views.own import own_item
from assessments.screening.refusals import Refused
from courses.catalogue.markdown import to_html
from cpd.accounts.guards import open_to
from cpd.accounts.leaving.middleware import saves_when_left
from cpd.accounts.roles import Role
from cpd.accounts.views.leaving import FORM
from cpd.accounts.views.signing_in import leave_by_form
from cpd.rules import NotAllowed, refusal


@saves_when_left
@keeps_text
@open_to(Role.LEARNER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_text(request: HttpRequest, item_id: UUID) -> HttpResponse:
    item = own_item(request, item_id)
    if item.kind != ItemKind.TEXT or (request.method != "POST" and _refusal(request, item)):
        return redirect("portfolios:show_item", item.pk)
    if request.method != "POST":
        if kept := take_kept(request, item):
            return _save_kept(request, item, kept)
        return _render(request, item, TextForm(initial=_stored(request, item)))
    form = TextForm(request.POST)
    if "leave" in request.POST:
        return _save_and_leave(request, item, form)
    if not form.is_valid():
        return _render(request, item, form, status=422)
    given = form.cleaned_data
    now = timezone.now()
    try:
        item = actions.write_text(item, text=given["text"], version=given["version"], by=request.user, now=now)
    except actions.Stale as stale:
        again = TextForm(request.POST | {"version": stale.version})
        return _render(request, item, again, status=409, theirs=stale.theirs)
    except Refused as refused:
        form.add_error("text", str(refused))
        return _render(request, item, form, status=422)
    item = actions.complete_item(item, is_complete=given["is_complete"] == "yes", by=request.user, now=now)
    messages.success(request, f"{item.label} is saved.")
    if "stay" in request.POST:
        return redirect("portfolios:edit_text", item.pk)
    page = (
        "check_identifiers"
        if item.is_complete and list_open(item, load_watch(item.submission.portfolio))
        else "show_item"
    )
    return redirect(f"portfolios:{page}", item.pk)


@answers_when_signed_out
@open_to(Role.LEARNER)
@require_POST
def save_text(request: HttpRequest, item_id: UUID) -> HttpResponse:
    item = own_item(request, item_id)
    form = AutosaveForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": "The text could not be read."}, status=422)
    now = timezone.now()
    try:
        item = actions.write_text(item, **form.cleaned_data, by=request.user, now=now)
    except actions.Stale as stale:
        return JsonResponse({"theirs": stale.theirs, "version": stale.version}, status=409)
    except Refused as refused:
        return JsonResponse({"error": str(refused)}, status=422)
    return JsonResponse({"version": item.version, "saved_at": timezone.localtime(now).strftime("%H:%M")})


@open_to(Role.LEARNER)
@require_POST
def drop_kept_text(request: HttpRequest, item_id: UUID, revision_id: int) -> HttpResponse:
    item = own_item(request, item_id)
    revision = get_object_or_404(
        TextRevision.objects.select_related("item__submission"), item=item, pk=revision_id, is_set_aside=True
    )
    actions.drop_set_aside(revision, by=request.user, now=timezone.now())
    messages.success(request, "The other version is thrown away. Your text is unchanged.")
    return redirect("portfolios:edit_text", item.pk)


def _save_and_leave(request: HttpRequest, item: EvidenceItem, form: TextForm) -> HttpResponse:
    """“Exit this page” without JavaScript: what stands in the box is kept, and whatever comes of that, she is gone."""
    form.full_clean()
    given = form.cleaned_data
    if "text" in given and "version" in given:
        with suppress(actions.Stale, Refused, NotAllowed):
            actions.write_text(item, text=given["text"], version=given["version"], by=request.user, now=timezone.now())
    return leave_by_form(request)


def _save_kept(request: HttpRequest, item: EvidenceItem, kept: dict) -> HttpResponse:
    """Save what was sent while signed out, then show the page as usual."""
    form = TextForm(kept)
    form.full_clean()
    given = form.cleaned_data
    if "text" not in given or "version" not in given:
        return _render(request, item, form, status=422)
    try:
        actions.write_text(item, text=given["text"], version=given["version"], by=request.user, now=timezone.now())
    except actions.Stale:
        messages.info(request, "You were signed out. What you had typed is kept below, beside the newer version.")
    except Refused as refused:
        form.add_error("text", str(refused))
        return _render(request, item, form, status=422)
    else:
        messages.success(request, "You were signed out while you wrote. What you had typed is saved.")
    return redirect("portfolios:edit_text", item.pk)


def _stored(request: HttpRequest, item: EvidenceItem) -> dict:
    return {
        "text": read_own_text(item, by=request.user),
        "version": item.version,
        "is_complete": "yes" if item.is_complete else "no",
    }


def _refusal(request: HttpRequest, item: EvidenceItem) -> str:
    return refusal(check_can_change, request.user, item.submission, item)


def _render(
    request: HttpRequest, item: EvidenceItem, form: TextForm, status: int = 200, theirs: str | None = None
) -> HttpResponse:
    kept = item.revisions.filter(is_set_aside=True).select_related("item__submission").order_by("saved_at")
    context = {
        "item": item,
        "submission": item.submission,
        "form": form,
        "exit_form": FORM,
        "brief": to_html(brief_of(item)),
        "theirs": theirs,
        "kept": [{"revision": revision, "text": read_own_revision(revision, by=request.user)} for revision in kept]
        if theirs is None
        else [],
    }
    return render(request, "assessments/portfolios/edit_text.html", context, status=status)
