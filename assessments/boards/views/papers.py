"""One candidate at a meeting, the minutes, and the learner's result."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.boards import actions, queries
from assessments.boards.forms import DecisionForm, ReasonForm, RemarksForm
from assessments.boards.models import Paper
from assessments.boards.rules import (
    check_can_confirm_minutes,
    check_can_decide,
    check_can_draft,
    check_can_withdraw_paper,
    check_is_available,
    check_is_far_enough,
)
from assessments.boards.views.own import own_board
from assessments.portfolios.models import Submission
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import refusal


@open_to(Role.BOARD)
@require_http_methods(["GET", "POST"])
def decide_paper(request: HttpRequest, paper_id) -> HttpResponse:
    paper = _own_paper(request, paper_id)
    check_is_far_enough(request.user, paper)
    standing = paper.decisions.filter(superseded_by__isnull=True).first()
    closed = refusal(check_is_available, request.user, timezone.localdate())
    no = closed or refusal(check_can_decide, request.user, paper)
    initial = {"result": standing.result if standing else paper.proposed, "reason": standing.reason if standing else ""}
    form = DecisionForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.decide(paper, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"Decided for {paper.candidate_number}.")
        return redirect("boards:show_board", paper.board_id)
    context = {
        "paper": paper,
        "form": form,
        "refusal": no,
        "may_take_off": not refusal(check_can_withdraw_paper, request.user, paper, "reason"),
        "reason_form": ReasonForm(),
        "judgements": paper.mark.judgements.select_related("criterion").order_by("criterion__position"),
    }
    return render(request, "assessments/boards/decide_paper.html", context, status=422 if form.is_bound else 200)


@open_to(Role.BOARD)
@require_POST
def declare_conflict(request: HttpRequest, paper_id) -> HttpResponse:
    paper = _own_paper(request, paper_id)
    actions.declare_conflict(paper, by=request.user, now=timezone.now())
    messages.success(request, f"Recorded. The others decide about {paper.candidate_number}.")
    return redirect("boards:show_board", paper.board_id)


@open_to(Role.BOARD)
@require_POST
def withdraw_paper(request: HttpRequest, paper_id) -> HttpResponse:
    paper, form = _own_paper(request, paper_id), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Nothing was changed: say why the candidate is taken off the papers.")
        return redirect("boards:decide_paper", paper.pk)
    actions.withdraw_paper(paper, **form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, f"{paper.candidate_number} is off these papers and comes to another meeting.")
    return redirect("boards:show_board", paper.board_id)


@open_to(Role.BOARD, Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def show_minutes(request: HttpRequest, board_id) -> HttpResponse:
    board, today = own_board(request, board_id), timezone.localdate()
    minutes = getattr(board, "minutes", None)
    form = RemarksForm(
        request.POST if request.method == "POST" else None, initial={"remarks": minutes.remarks if minutes else ""}
    )
    if form.is_valid():
        actions.draft_minutes(board, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The minutes are drafted. The chair confirms them.")
        return redirect("boards:show_minutes", board.pk)
    context = {
        "board": board,
        "minutes": minutes,
        "text": queries.minutes_for(board, request.user),
        "form": form,
        "may_draft": not refusal(check_can_draft, request.user, board, today),
        "may_confirm": not refusal(check_can_confirm_minutes, request.user, board),
    }
    return render(request, "assessments/boards/show_minutes.html", context, status=422 if form.errors else 200)


@open_to(Role.BOARD)
@require_POST
def confirm_minutes(request: HttpRequest, board_id) -> HttpResponse:
    board = own_board(request, board_id)
    actions.confirm_minutes(board, by=request.user, now=timezone.now())
    messages.success(request, "The minutes are confirmed. They are not changed any more.")
    return redirect("boards:show_minutes", board.pk)


@open_to(Role.LEARNER)
@require_GET
def show_result(request: HttpRequest, submission_id) -> HttpResponse:
    submission = get_object_or_404(
        Submission.objects.of(request.user).select_related("portfolio__enrolment__version"), pk=submission_id
    )
    outcome = queries.get_outcome(submission)
    return render(request, "assessments/boards/show_result.html", {"submission": submission, "outcome": outcome})


def _own_paper(request: HttpRequest, paper_id) -> Paper:
    papers = Paper.objects.filter(board__members__person=request.user)
    return get_object_or_404(
        papers.select_related("board__cohort__accreditation", "mark", "submission__portfolio__enrolment__learner"),
        pk=paper_id,
    )
