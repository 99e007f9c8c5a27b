"""The pages of the register, for coordinators and administrators who are neither concerned nor work under who is."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.standing.register import actions, queries, rules
from assessments.standing.register.forms import DecideForm, EnterForm, InvestigatorForm, ToldForm
from assessments.standing.register.models import Suspicion
from cpd.accounts.guards import open_to
from cpd.accounts.templatetags.words import day
from cpd.rules import NotAllowed, refusal

PAGE = 30


@open_to(*rules.KEEPERS)
@require_safe
def list_suspicions(request: HttpRequest) -> HttpResponse:
    rows, today = queries.list_suspicions(request.user), timezone.localdate()
    figures = queries.count_suspicions(rows, today)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "figures": figures, "today": today}
    return render(request, "assessments/standing/register/list_suspicions.html", context)


@open_to(*rules.KEEPERS)
@require_http_methods(["GET", "POST"])
def enter_suspicion(request: HttpRequest) -> HttpResponse:
    form = EnterForm(request.POST or None, by=request.user)
    if form.is_valid():
        try:
            suspicion = actions.enter_suspicion(**form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "Entered. The person gets nothing new from now on. Name who looks into it.")
            return redirect("standing:show_suspicion", suspicion.pk)
    context = {"form": form}
    return render(
        request, "assessments/standing/register/enter_suspicion.html", context, status=422 if form.errors else 200
    )


@open_to(*rules.KEEPERS)
@require_safe
def show_suspicion(request: HttpRequest, suspicion_id) -> HttpResponse:
    return _page(request, _found(request, suspicion_id))


@open_to(*rules.KEEPERS)
@require_POST
def name_investigator(request: HttpRequest, suspicion_id) -> HttpResponse:
    suspicion = _found(request, suspicion_id)
    form = InvestigatorForm(request.POST, suspicion=suspicion, today=timezone.localdate())
    return _act(request, suspicion, form, actions.name_investigator, "They are told, and decide.", "name_form")


@open_to(*rules.KEEPERS)
@require_POST
def decide_suspicion(request: HttpRequest, suspicion_id) -> HttpResponse:
    suspicion = _found(request, suspicion_id)
    return _act(request, suspicion, DecideForm(request.POST), actions.decide_suspicion, "It is decided.", "decide_form")


@open_to(*rules.KEEPERS)
@require_POST
def tell_university(request: HttpRequest, suspicion_id) -> HttpResponse:
    suspicion = _found(request, suspicion_id)
    return _act(request, suspicion, ToldForm(request.POST), actions.tell_university, "It is on record.", "told_form")


def _found(request: HttpRequest, suspicion_id) -> Suspicion:
    return get_object_or_404(queries.list_suspicions(request.user), pk=suspicion_id)


def _act(request: HttpRequest, suspicion: Suspicion, form, act, said: str, name: str) -> HttpResponse:
    """Do it and go back to the page, or show the page with what is wrong and everything that was typed."""
    if form.is_valid():
        try:
            act(suspicion, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, said)
            return redirect("standing:show_suspicion", suspicion.pk)
    return _page(request, suspicion, **{name: form, "form": form})


def _page(request: HttpRequest, suspicion: Suspicion, **forms) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    may_read = not refusal(rules.check_can_read, request.user, suspicion, today)
    context = {
        "suspicion": suspicion,
        "rows": _rows(suspicion),
        "written": actions.read_suspicion(suspicion, by=request.user, now=now) if may_read else None,
        "name_form": InvestigatorForm(suspicion=suspicion, today=today) if suspicion.is_open else None,
        "decide_form": DecideForm() if suspicion.is_open and suspicion.investigator_id == request.user.pk else None,
        "told_form": None if suspicion.told_on else ToldForm(),
    } | forms
    return render(request, "assessments/standing/register/show_suspicion.html", context, status=422 if forms else 200)


def _rows(suspicion: Suspicion) -> list[tuple[str, object]]:
    outcome = suspicion.get_outcome_display()
    if suspicion.barred_until:
        outcome = f"Barred from assessing until {day(suspicion.barred_until)}"
    since = day(suspicion.marked_since) if suspicion.marked_since else "No"
    return [
        ("About", suspicion.person),
        ("Kind", suspicion.get_kind_display()),
        ("State", suspicion.get_state_display()),
        ("Entered", f"{day(suspicion.entered_at)} by {suspicion.entered_by}"),
        ("Looks into it", suspicion.investigator or "Nobody yet"),
        ("Decide by", f"{day(suspicion.decide_by)}, under rules {suspicion.rules_version}"),
        ("Decided", day(suspicion.decided_at) if suspicion.decided_at else "Not yet"),
        ("Outcome", outcome),
        ("Marking read again since", since),
        ("University", suspicion.accreditation.university.name),
        ("University told", day(suspicion.told_on) if suspicion.told_on else "Not told"),
    ]
