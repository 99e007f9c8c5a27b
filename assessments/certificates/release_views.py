"""Letting results out: one person asks, another agrees, and either stops it while it waits (screen 28)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assessments.boards.actions import agree_release, ask_release, stop_release
from assessments.boards.forms import ReasonForm
from assessments.boards.models import Board, Release
from assessments.boards.queries import visible_boards
from assessments.boards.rules import check_can_agree, check_can_ask, check_can_stop
from assessments.boards.states import ReleaseState
from assessments.certificates import queries
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import when
from cpd.rules import refusal

PAGE = 50


@open_to(Role.COORDINATOR, Role.BOARD)
@require_GET
def release_results(request: HttpRequest, board_id) -> HttpResponse:
    board, today = _board(request, board_id), timezone.localdate()
    release = board.releases.select_related("asked_by", "agreed_by", "stopped_by").order_by("-asked_at").first()
    if release is not None:
        release.board = board
    standing = release if release and release.state != ReleaseState.CANCELLED else None
    previews = queries.preview_release(board, request.user)
    context = {
        "board": board,
        "page": Paginator(previews, PAGE).get_page(request.GET.get("page")),
        "results": queries.count_release(board, request.user),
        "release": release,
        "ask_refusal": refusal(check_can_ask, request.user, board, today),
        "agree_refusal": refusal(check_can_agree, request.user, standing, today) if standing else "",
        "may_stop": standing is not None and not refusal(check_can_stop, request.user, standing, "reason", today),
        "reason_form": ReasonForm(),
    }
    return render(request, "assessments/certificates/release_results.html", context)


@open_to(Role.COORDINATOR)
@require_POST
def ask_for_release(request: HttpRequest, board_id) -> HttpResponse:
    board = _board(request, board_id)
    ask_release(board, by=request.user, now=timezone.now())
    messages.success(request, "Asked. A second person agrees: another coordinator, or the chair.")
    return redirect("certificates:release_results", board.pk)


@open_to(Role.COORDINATOR, Role.BOARD)
@require_POST
def agree_to_release(request: HttpRequest, board_id) -> HttpResponse:
    agreed = agree_release(_standing(request, board_id), by=request.user, now=timezone.now())
    messages.success(request, f"Agreed. The results go out {when(agreed.goes_at)}, unless somebody stops it before.")
    return redirect("certificates:release_results", board_id)


@open_to(Role.COORDINATOR, Role.BOARD)
@require_POST
def cancel_release(request: HttpRequest, board_id) -> HttpResponse:
    release, form = _standing(request, board_id), ReasonForm(request.POST)
    if form.is_valid():
        stop_release(release, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Stopped. Nobody has seen a result, and nothing was sent.")
    else:
        messages.error(request, "Nothing was stopped: say why, and press the button again.")
    return redirect("certificates:release_results", board_id)


def _board(request: HttpRequest, board_id) -> Board:
    return get_object_or_404(visible_boards(request.user, request.role), pk=board_id)


def _standing(request: HttpRequest, board_id) -> Release:
    releases = _board(request, board_id).releases.exclude(state=ReleaseState.CANCELLED)
    return get_object_or_404(releases.select_related("board"))
