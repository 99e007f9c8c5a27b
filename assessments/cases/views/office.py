"""A coordinator's pages: what waits, who answers it, and submissions that are off the main road."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cases import actions, queries, rules
from assessments.cases.forms import AnswerForm, PanelForm, RaiseForm
from assessments.cases.models import SideCase
from assessments.cases.reading import may_read, read_to_decide, title_of
from assessments.cases.states import BY_PANEL, Ground, Kind, Outcome
from assessments.portfolios.models import Submission
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day, when
from cpd.rules import NotAllowed, refusal

PAGE = 30


@open_to(Role.COORDINATOR)
@require_safe
def list_cases(request: HttpRequest) -> HttpResponse:
    only_open = request.GET.get("show") != "answered"
    page = Paginator(queries.list_cases(request.user, only_open=only_open), PAGE).get_page(request.GET.get("page"))
    rows = [(case, title_of(case)) for case in page]
    context = {"page": page, "rows": rows, "only_open": only_open, "today": timezone.localdate()}
    return render(request, "assessments/cases/list_cases.html", context)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def show_case(request: HttpRequest, case_id) -> HttpResponse:
    """Where it stands; what was written only where the coordinator herself answers."""
    case = _case(request, case_id)
    now, today = timezone.now(), timezone.localdate()
    data = request.POST if request.method == "POST" else None
    by_panel = case.kind in BY_PANEL
    if by_panel:
        people = queries.people_to_sit(case, today) if case.is_open else []
        form = PanelForm(data, case=case, people=people)
        no = refusal(rules.check_can_seat, request.user, case, people, today)
    else:
        form = AnswerForm(data, case=case)
        no = refusal(rules.check_can_answer, request.user, case, today)
    if data is not None and form.is_valid():
        act = actions.seat_panel if by_panel else actions.answer
        try:
            act(case, **form.cleaned_data, by=request.user, now=now)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The panel is seated and told." if by_panel else "It is answered.")
            return redirect("cases:list_cases")
    context = {
        "case": case,
        "title": title_of(case),
        "rows": _rows(case),
        "form": form,
        "by_panel": by_panel,
        "refusal": no,
        "seats": case.seats.select_related("person").order_by("-is_chair", "pk"),
        "written": read_to_decide(case, by=request.user, now=now)
        if may_read(request.user, case, now) and not by_panel
        else None,
    }
    return render(request, "assessments/cases/show_case.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR)
@require_safe
def list_off_the_road(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.list_off_the_road(request.user), PAGE).get_page(request.GET.get("page"))
    rows = [(one, list(one.next_attempts.all()), refusal(rules.check_leaves_an_attempt, one)) for one in page]
    return render(request, "assessments/cases/list_off_the_road.html", {"page": page, "rows": rows})


@open_to(Role.COORDINATOR)
@require_POST
def open_after_absence(request: HttpRequest, submission_id) -> HttpResponse:
    submission = get_object_or_404(Submission.objects.seen_by(request.user), pk=submission_id)
    following = actions.open_after_absence(submission, by=request.user, now=timezone.now())
    messages.success(request, f"Attempt {following.attempt} is open until {when(following.due_at)}. She is told.")
    return redirect("cases:list_off_the_road")


@open_to(Role.COORDINATOR, Role.SAFEGUARDING)
@require_http_methods(["GET", "POST"])
def raise_misconduct(request: HttpRequest, submission_id) -> HttpResponse:
    submission = get_object_or_404(Submission.objects.seen_by(request.user), pk=submission_id)
    form = RaiseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.raise_misconduct(submission, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, f"{submission.reference} is paused, and the question waits for a panel.")
            return redirect("confidentiality:list_intake")
    back = reverse("confidentiality:show_intake", args=[submission.pk])
    context = {"form": form, "back_url": back, "title": submission.reference}
    return render(request, "assessments/cases/raise_misconduct.html", context, status=422 if form.errors else 200)


def _case(request: HttpRequest, case_id) -> SideCase:
    cases = SideCase.objects.seen_by(request.user).select_related(
        "enrolment__learner", "enrolment__version", "enrolment__cohort", "submission__portfolio__enrolment__cohort"
    )
    return get_object_or_404(cases, pk=case_id)


def _rows(case: SideCase) -> list[tuple]:
    """What the office may know: for a panel's case where it stands, and its outcome as a code."""
    rows = [
        ("Learner", case.enrolment.learner),
        ("Cohort", case.enrolment.cohort.code),
        ("Raised", when(case.raised_at)),
        ("Answer by", day(case.answer_by)),
        ("State", case.get_state_display()),
    ]
    if case.kind not in BY_PANEL:
        if case.ground and case.is_open:
            rows.append(("About", Ground(case.ground).label))
        if case.kind == Kind.EXTENSION:
            rows.append(("Days", case.days))
        if case.kind == Kind.PRIOR_LEARNING:
            numbers = case.criteria.order_by("position").values_list("number", flat=True)
            rows += [("Criteria", ", ".join(numbers)), ("Learnt until", day(case.learnt_on))]
    if case.submission and case.is_open:
        rows.append(("Portfolio due", when(case.submission.due_at)))
    if case.outcome:
        rows += [("Outcome", Outcome(case.outcome).label), ("Ended", when(case.ended_at))]
    if case.instruction:
        rows.append(("What markers apply", case.instruction))
    return rows
