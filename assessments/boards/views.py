"""Meetings, the decision sheet, and the learner's result."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.boards import actions, queries
from assessments.boards.forms import AttendanceForm, DecisionForm, ScheduleForm
from assessments.boards.models import Paper
from assessments.boards.rules import check_can_decide, check_can_move, check_can_ratify, check_is_far_enough
from assessments.boards.states import BoardState
from assessments.portfolios.models import Submission
from cpd.accounts.guards import open_to
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import refusal

PAGE = 30


@open_to(Role.BOARD, Role.COORDINATOR)
@require_GET
def list_boards(request: HttpRequest) -> HttpResponse:
    boards = queries.list_boards(request.user, request.role)
    page = Paginator(boards, PAGE).get_page(request.GET.get("page"))
    waiting = queries.cohorts_for_a_board()[:PAGE] if request.role == Role.COORDINATOR else []
    return render(request, "assessments/boards/list_boards.html", {"page": page, "waiting": waiting})


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def schedule_board(request: HttpRequest) -> HttpResponse:
    people = User.objects.holding(Role.BOARD, on=timezone.localdate()).order_by("family_name", "given_names")
    form = ScheduleForm(
        request.POST or None,
        cohorts=queries.cohorts_for_a_board(),
        people=people,
        initial={"cohort": request.GET.get("cohort")},
    )
    if form.is_valid():
        board = actions.schedule(
            form.cleaned_data["cohort"],
            held_on=form.cleaned_data["held_on"],
            chair=form.cleaned_data["chair"],
            members=list(form.cleaned_data["members"]),
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, "The meeting is scheduled. Freeze the papers when the marking is confirmed.")
        return redirect("boards:show_board", board.pk)
    status = 422 if form.is_bound else 200
    return render(request, "assessments/boards/schedule_board.html", {"form": form}, status=status)


@open_to(Role.BOARD, Role.COORDINATOR)
@require_GET
def show_board(request: HttpRequest, board_id) -> HttpResponse:
    board = get_object_or_404(queries.visible_boards(request.user, request.role), pk=board_id)
    members = list(board.members.select_related("person").order_by("person__family_name"))
    context = {
        "board": board,
        "rows": queries.get_sheet(board, request.user),
        "members": members,
        "present": sum(member.is_present for member in members),
        "quorum": board.cohort.rules.board_quorum,
        "attendance": AttendanceForm(
            people=[member.person for member in members],
            initial={"present": [str(member.person_id) for member in members if member.is_present]},
        ),
        "is_member": any(member.person_id == request.user.pk for member in members),
        "is_open": board.state in (BoardState.SCHEDULED, BoardState.PAPERS),
        "freeze_refusal": refusal(check_can_move, board, BoardState.PAPERS),
        "ratify_refusal": refusal(check_can_ratify, request.user, board),
        "is_deciding": board.state == BoardState.PAPERS,
        "is_ratified": board.state == BoardState.RATIFIED,
    }
    return render(request, "assessments/boards/show_board.html", context)


@open_to(Role.BOARD)
@require_POST
def note_attendance(request: HttpRequest, board_id) -> HttpResponse:
    board = get_object_or_404(queries.visible_boards(request.user, request.role), pk=board_id)
    people = [member.person for member in board.members.select_related("person")]
    form = AttendanceForm(request.POST, people=people)
    if form.is_valid():
        chosen = set(form.cleaned_data["present"])
        present = {person.pk for person in people if str(person.pk) in chosen}
        actions.note_attendance(board, present=present, by=request.user, now=timezone.now())
        messages.success(request, f"Noted: {len(present)} present.")
    return redirect("boards:show_board", board.pk)


@open_to(Role.COORDINATOR)
@require_POST
def freeze_papers(request: HttpRequest, board_id) -> HttpResponse:
    board = get_object_or_404(queries.visible_boards(request.user, request.role), pk=board_id)
    actions.freeze_papers(board, by=request.user, now=timezone.now())
    messages.success(request, "The papers are frozen. Members can now decide.")
    return redirect("boards:show_board", board.pk)


@open_to(Role.BOARD)
@require_http_methods(["GET", "POST"])
def decide_paper(request: HttpRequest, paper_id) -> HttpResponse:
    papers = Paper.objects.filter(board__members__person=request.user)
    paper = get_object_or_404(
        papers.select_related("board__cohort", "mark", "submission__portfolio__enrolment__learner"), pk=paper_id
    )
    check_is_far_enough(request.user, paper)
    standing = paper.decisions.filter(superseded_by__isnull=True).first()
    no = refusal(check_can_decide, request.user, paper)
    initial = {"result": standing.result if standing else paper.proposed, "reason": standing.reason if standing else ""}
    form = DecisionForm(request.POST or None, initial=initial)
    if form.is_valid():
        actions.decide(paper, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"Decided for {paper.candidate_number}.")
        return redirect("boards:show_board", paper.board_id)
    context = {
        "paper": paper,
        "form": form,
        "refusal": no,
        "judgements": paper.mark.judgements.select_related("criterion").order_by("criterion__position"),
    }
    return render(request, "assessments/boards/decide_paper.html", context, status=422 if form.is_bound else 200)


@open_to(Role.BOARD)
@require_POST
def declare_conflict(request: HttpRequest, paper_id) -> HttpResponse:
    paper = get_object_or_404(Paper.objects.filter(board__members__person=request.user), pk=paper_id)
    actions.declare_conflict(paper, by=request.user, now=timezone.now())
    messages.success(request, f"Recorded. The others decide about {paper.candidate_number}.")
    return redirect("boards:show_board", paper.board_id)


@open_to(Role.BOARD)
@require_POST
def ratify_board(request: HttpRequest, board_id) -> HttpResponse:
    board = get_object_or_404(queries.visible_boards(request.user, request.role), pk=board_id)
    actions.ratify(board, by=request.user, now=timezone.now())
    messages.success(request, "Ratified. A coordinator releases the results.")
    return redirect("boards:show_board", board.pk)


@open_to(Role.LEARNER)
@require_GET
def show_result(request: HttpRequest, submission_id) -> HttpResponse:
    submission = get_object_or_404(
        Submission.objects.of(request.user).select_related("portfolio__enrolment__version"), pk=submission_id
    )
    outcome = queries.get_outcome(submission)
    return render(request, "assessments/boards/show_result.html", {"submission": submission, "outcome": outcome})
