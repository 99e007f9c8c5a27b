"""The pages of a panel's member: the cases she sits on, what was written, opinions, and the chair's answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.cases import actions, queries
from assessments.cases.forms import ConcludeForm, OpinionForm
from assessments.cases.models import SideCase
from assessments.cases.reading import read_to_decide, title_of
from assessments.cases.rules import PANEL_ROLES
from assessments.cases.states import Ground, Kind, Outcome, SideCaseState
from cpd.accounts.guards import open_to
from cpd.accounts.templatetags.words import day, when
from cpd.rules import NotAllowed

PAGE = 30


@open_to(*PANEL_ROLES)
@require_safe
def list_panel(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.list_seated(request.user), PAGE).get_page(request.GET.get("page"))
    return render(
        request, "assessments/cases/list_panel.html", {"page": page, "rows": [(case, title_of(case)) for case in page]}
    )


@open_to(*PANEL_ROLES)
@require_http_methods(["GET", "POST"])
def sit_case(request: HttpRequest, case_id) -> HttpResponse:
    """By candidate number: a panel decides about what happened, not about who it is."""
    seated = queries.list_seated(request.user).defer(None).select_related("enrolment__learner", "submission")
    case = get_object_or_404(seated, pk=case_id)
    seat = case.seats.get(person=request.user)
    is_chair = seat.is_chair
    data = request.POST if request.method == "POST" else None
    initial = {"outcome": seat.opinion, "opinion": seat.opinion}
    form = (ConcludeForm if is_chair else OpinionForm)(data, case=case, initial=initial)
    now = timezone.now()
    if data is not None and form.is_valid():
        act = actions.conclude if is_chair else actions.give_opinion
        try:
            act(case, **form.cleaned_data, by=request.user, now=now)
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "It is answered." if is_chair else "Your opinion is with the chair.")
            return redirect("cases:list_panel")
    context = {
        "case": case,
        "title": title_of(case),
        "rows": _rows(case),
        "written": read_to_decide(case, by=request.user, now=now),
        "form": form,
        "is_chair": is_chair,
        "is_deciding": case.state == SideCaseState.SEATED,
        "seats": case.seats.select_related("person").order_by("-is_chair", "pk"),
        "own": seat,
    }
    return render(request, "assessments/cases/sit_case.html", context, status=422 if form.errors else 200)


def _rows(case: SideCase) -> list[tuple]:
    rows = [
        ("Candidate", case.enrolment.candidate_number),
        ("Raised", when(case.raised_at)),
        ("Answer by", day(case.answer_by)),
    ]
    if case.ground:
        rows.append(("About", Ground(case.ground).label))
    if case.submission and case.kind != Kind.ADJUSTMENT:
        rows.append(("Portfolio", f"attempt {case.submission.attempt}, due {when(case.submission.due_at)}"))
        rows.append(("It is", case.submission.get_state_display()))
        if case.submission.is_late:
            rows.append(("Handed in", f"late, on {when(case.submission.submitted_at)}"))
    if case.outcome:
        rows.append(("Outcome", Outcome(case.outcome).label))
    return rows
