"""Seating the panel of an appeal, and its members' pages."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.appeals import actions, queries, rules
from assessments.appeals.forms import AnswerForm, OpinionForm, SeatForm
from assessments.appeals.models import Appeal
from assessments.appeals.reading import read_to_decide
from assessments.appeals.states import PANEL, AppealState
from assessments.cases.rules import PANEL_ROLES
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day, when
from cpd.rules import NotAllowed, refusal

PAGE = 30
ALIKE = 50


@open_to(Role.COORDINATOR)
@require_safe
def list_appeals(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.list_appeals(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/appeals/list_appeals.html", {"page": page, "today": timezone.localdate()})


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def seat_appeal(request: HttpRequest, appeal_id) -> HttpResponse:
    """Where it stands; who decides. What was written is for the panel."""
    appeal = get_object_or_404(queries.list_appeals(request.user), pk=appeal_id)
    today = timezone.localdate()
    people = queries.people_to_sit(appeal, today) if appeal.state == AppealState.MADE else []
    data = request.POST if request.method == "POST" else None
    form = SeatForm(data, people=people)
    if data is not None and form.is_valid():
        try:
            actions.seat_panel(appeal, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The panel is seated and told.")
            return redirect("appeals:list_appeals")
    enrolment = appeal.submission.portfolio.enrolment
    rows = [
        ("Learner", enrolment.learner),
        ("Cohort", enrolment.cohort.code),
        ("Made", when(appeal.made_at)),
        ("Answer by", day(appeal.answer_by)),
        ("State", appeal.get_state_display()),
    ]
    if appeal.answer:
        rows += [("Answer", appeal.get_answer_display()), ("Others affected", appeal.others_affected)]
    context = {
        "appeal": appeal,
        "rows": rows,
        "form": form,
        "size": PANEL,
        "independent": [person for person, independent in people if independent],
        "seats": appeal.seats.select_related("person").order_by("-is_chair", "pk"),
        "refusal": refusal(rules.check_can_seat, request.user, appeal, [person for person, _ in people], today),
    }
    return render(request, "assessments/appeals/seat_appeal.html", context, status=422 if form.errors else 200)


@open_to(*PANEL_ROLES)
@require_safe
def list_panel(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.list_seated(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/appeals/list_panel.html", {"page": page})


@open_to(*PANEL_ROLES)
@require_http_methods(["GET", "POST"])
def sit_appeal(request: HttpRequest, appeal_id) -> HttpResponse:
    seated = queries.list_seated(request.user).defer(None).select_related("submission__portfolio__enrolment__learner")
    appeal: Appeal = get_object_or_404(seated, pk=appeal_id)
    seat = appeal.seats.get(person=request.user)
    data = request.POST if request.method == "POST" else None
    initial = {"answer": seat.opinion, "opinion": seat.opinion}
    form = (AnswerForm if seat.is_chair else OpinionForm)(data, initial=initial)
    now = timezone.now()
    if data is not None and form.is_valid():
        act = actions.answer_appeal if seat.is_chair else actions.give_opinion
        try:
            act(appeal, **form.cleaned_data, by=request.user, now=now)
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "It is answered." if seat.is_chair else "Your opinion is with the chair.")
            return redirect("appeals:list_panel")
    alike = queries.list_alike(appeal, request.user)
    context = {
        "appeal": appeal,
        "rows": [
            ("Candidate", appeal.submission.portfolio.enrolment.candidate_number),
            ("Ground", appeal.get_ground_display()),
            ("Made", when(appeal.made_at)),
            ("Result", appeal.decision.get_result_display()),
            ("Answer by", day(appeal.answer_by)),
        ],
        "written": read_to_decide(appeal, by=request.user, now=now),
        "form": form,
        "seats": appeal.seats.select_related("person").order_by("-is_chair", "pk"),
        "own": seat,
        "is_deciding": appeal.state == AppealState.SEATED,
        "alike": alike[:ALIKE],
        "alike_count": alike.count(),
    }
    return render(request, "assessments/appeals/sit_appeal.html", context, status=422 if form.errors else 200)
