"""Meetings: called, prepared, attended and ratified."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.boards import actions, queries
from assessments.boards.forms import ActAloneForm, AttendanceForm, EndorsementForm, FreezeForm, ScheduleForm
from assessments.boards.moments import certificates_due_on, results_due_on
from assessments.boards.rules import (
    check_can_endorse,
    check_can_freeze,
    check_can_ratify,
    check_papers_in_time,
)
from assessments.boards.states import BoardState
from assessments.boards.views.own import own_board
from courses.catalogue.states import Scheme
from courses.delivery.queries.calendars import calendar_of
from cpd.accounts.guards import open_to
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed, refusal

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
    people, cohorts = _people(), queries.cohorts_for_a_board()
    data = request.POST if request.method == "POST" else None
    form = ScheduleForm(data, cohorts=cohorts, people=people, initial={"cohort": request.GET.get("cohort")})
    if form.is_valid():
        chosen = form.cleaned_data | {"members": list(form.cleaned_data["members"])}
        try:
            board = actions.schedule(chosen.pop("cohort"), **chosen, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The meeting is called, and its members are told. Freeze the papers in time.")
            return redirect("boards:show_board", board.pk)
    status = 422 if form.errors else 200
    return render(request, "assessments/boards/schedule_board.html", {"form": form}, status=status)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def act_alone(request: HttpRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ActAloneForm(data, cohorts=queries.cohorts_for_a_board(), people=_people())
    if form.is_valid():
        try:
            board = actions.act_alone(**form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The chair is asked. Freeze the papers, so that there is something to decide.")
            return redirect("boards:show_board", board.pk)
    return render(request, "assessments/boards/act_alone.html", {"form": form}, status=422 if form.errors else 200)


@open_to(Role.BOARD, Role.COORDINATOR)
@require_GET
def show_board(request: HttpRequest, board_id) -> HttpResponse:
    board = own_board(request, board_id)
    page = Paginator(queries.list_papers(board), PAGE).get_page(request.GET.get("page"))
    members = list(board.members.all())
    mine = next((member for member in members if member.person_id == request.user.pk), None)
    today = timezone.localdate()
    context = {
        "board": board,
        "page": page,
        "rows": queries.get_sheet(board, request.user, page, timezone.localdate()),
        "is_numeric": board.cohort.version.scheme == Scheme.NUMERIC,
        "members": members,
        "pack": queries.get_pack(board),
        "attendance": AttendanceForm(
            people=[member.person for member in members],
            initial={"present": [str(member.person_id) for member in members if member.is_present]},
        ),
        "is_member": mine is not None,
        "may_endorse": mine is not None and not refusal(check_can_endorse, request.user, board, "text"),
        "endorsement": EndorsementForm(),
        "is_open": board.state in (BoardState.SCHEDULED, BoardState.PAPERS),
        "freeze_refusal": refusal(check_can_freeze, request.user, board, today),
        "freeze_form": FreezeForm(),
        "is_late": bool(refusal(check_papers_in_time, board, today, calendar_of(board.cohort), "")),
        "ratify_refusal": refusal(check_can_ratify, request.user, board),
        "is_deciding": board.state == BoardState.PAPERS,
        "is_ratified": board.state == BoardState.RATIFIED,
        "has_minutes": board.state in (BoardState.RATIFIED, BoardState.RELEASED),
        "results_due": results_due_on(board),
        "certificates_due": certificates_due_on(board),
    }
    return render(request, "assessments/boards/show_board.html", context)


@open_to(Role.BOARD)
@require_POST
def note_attendance(request: HttpRequest, board_id) -> HttpResponse:
    board = own_board(request, board_id)
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
    board, form = own_board(request, board_id), FreezeForm(request.POST)
    reason = form.cleaned_data["late_reason"] if form.is_valid() else ""
    actions.freeze_papers(board, late_reason=reason, by=request.user, now=timezone.now())
    messages.success(request, "The papers are frozen. Members can now read and decide.")
    return redirect("boards:show_board", board.pk)


@open_to(Role.BOARD)
@require_POST
def endorse_board(request: HttpRequest, board_id) -> HttpResponse:
    board, form = own_board(request, board_id), EndorsementForm(request.POST)
    if form.is_valid():
        actions.endorse(board, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Your endorsement is with the board.")
    else:
        messages.error(request, "Nothing was sent: write what you endorse.")
    return redirect("boards:show_board", board.pk)


@open_to(Role.BOARD)
@require_POST
def ratify_board(request: HttpRequest, board_id) -> HttpResponse:
    board = own_board(request, board_id)
    actions.ratify(board, by=request.user, now=timezone.now())
    messages.success(request, "Ratified. A coordinator releases the results.")
    return redirect("boards:show_board", board.pk)


def _people():
    return User.objects.holding(Role.BOARD, on=timezone.localdate()).order_by("family_name", "given_names")
