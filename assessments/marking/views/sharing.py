"""Sharing out the portfolios of a cohort, and pinning candidates to assessors beforehand."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.marking import actions
from assessments.marking.forms import SharingForm
from assessments.marking.lists import ListError, read_list, write_list
from assessments.marking.models import Pin
from assessments.marking.pinning import list_pinnable, suggest_pins
from assessments.marking.sharing import Proposal, Sharing
from assessments.marking.suggestions import Waiting, list_waiting, suggest_assessors
from courses.delivery.models import Cohort
from cpd.accounts.guards import open_to
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import counted
from cpd.rules import NotAllowed

AT_ONCE = 200
PER_PAGE = 30


@open_to(Role.COORDINATOR)
@require_safe
def share_out(request: HttpRequest) -> HttpResponse:
    """The cohorts in which portfolios wait."""
    waiting = list_waiting(request.user).order_by()
    cohorts = Cohort.objects.filter(pk__in=waiting.values("portfolio__enrolment__cohort")).order_by("code")
    page = Paginator(cohorts.select_related("version__module"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/marking/share_out.html", {"page": page})


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def share_cohort(request: HttpRequest, cohort_id) -> HttpResponse:
    """First how, then a proposal to look at, then the allocations."""
    cohort, rows = _cohort(request, cohort_id)
    people = {one.person.pk: one.person for row in rows for one in row.candidates}
    form = SharingForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        people=list(people.values()),
        groups=_groups(rows),
        initial={"method": "equal", "due_date": min((row.due_date for row in rows), default=timezone.localdate())},
    )
    context: dict[str, Any] = {"cohort": cohort, "form": form, "count": len(rows), "at_once": AT_ONCE}
    if request.method != "POST" or not rows or not form.is_valid():
        return _answer(request, context, 422 if form.errors else 200)
    if "allocate" in request.POST:
        return _allocate(request, rows, people, form.cleaned_data["due_date"])
    try:
        proposals, problems = _propose(rows, form.cleaned_data)
    except ListError as error:
        form.add_error("file", str(error))
        return _answer(request, context, 422)
    return _answer(request, context | {"proposals": proposals, "problems": problems}, 200)


@open_to(Role.COORDINATOR)
@require_safe
def download_list(request: HttpRequest, cohort_id) -> HttpResponse:
    _, rows = _cohort(request, cohort_id)
    headers = {"Content-Disposition": 'attachment; filename="allocation.csv"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(write_list(rows), content_type="text/csv; charset=utf-8", headers=headers)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def pin_candidates(request: HttpRequest, cohort_id) -> HttpResponse:
    """Who marks whom, decided beforehand; those too near are not offered."""
    cohort = get_object_or_404(Cohort, pk=cohort_id)
    page = Paginator(list_pinnable(cohort, request.user), PER_PAGE).get_page(request.GET.get("page"))
    rows = suggest_pins(list(page), timezone.localdate())
    if request.method == "POST":
        refused = _save_pins(request, rows)
        for sentence in refused:
            messages.warning(request, sentence)
        if not refused:
            messages.success(request, "The pins are saved.")
        return redirect(f"{request.path}?page={page.number}")
    return render(request, "assessments/marking/pin_candidates.html", {"cohort": cohort, "page": page, "rows": rows})


def _save_pins(request: HttpRequest, rows: list) -> list[str]:
    refused = []
    for enrolment, people in rows:
        wanted = request.POST.get(f"pin-{enrolment.pk}", "")
        assessor = next((person for person in people if str(person.pk) == wanted), None)
        if wanted and assessor is None:
            continue
        try:
            actions.pin(enrolment, assessor=assessor, by=request.user, now=timezone.now())
        except NotAllowed as no:
            refused.append(f"{enrolment.candidate_number}: {no}")
    return refused


def _cohort(request: HttpRequest, cohort_id) -> tuple[Cohort, list[Waiting]]:
    cohort = get_object_or_404(Cohort.objects.select_related("version__module"), pk=cohort_id)
    waiting = list_waiting(request.user).filter(portfolio__enrolment__cohort=cohort)
    return cohort, suggest_assessors(
        list(waiting.select_related("portfolio__enrolment__employer")[:AT_ONCE]), timezone.localdate()
    )


def _groups(rows: list[Waiting]) -> list[tuple[str, str]]:
    """The employers of those who wait: a group for each, and one for those without."""
    found = {_group_of(row): row.submission.portfolio.enrolment.employer for row in rows}
    return sorted(((key, str(employer or "No employer")) for key, employer in found.items()), key=lambda pair: pair[1])


def _group_of(row: Waiting) -> str:
    return str(row.submission.portfolio.enrolment.employer_id or "none")


def _propose(rows: list[Waiting], data: dict[str, Any]) -> tuple[list[Proposal], list[str]]:
    problems: list[str] = []
    wishes: dict = {}
    if data["method"] == "group":
        for row in rows:
            person = data["groups"].get(_group_of(row))
            if person:
                wishes[row.submission.pk] = (person.pk, f"The group of {person}")
    elif data["method"] == "list":
        listed = read_list(data["file"].read(), rows)
        wishes, problems = listed.wishes, listed.problems
    enrolments = {row.submission.portfolio.enrolment_id: row.submission.pk for row in rows}
    for pin in Pin.objects.filter(enrolment__in=enrolments).select_related("assessor"):
        wishes[enrolments[pin.enrolment_id]] = (pin.assessor_id, f"Pinned to {pin.assessor}")
    return Sharing(rows, data["weights"] if data["method"] == "weighted" else None).give(wishes), problems


def _allocate(request: HttpRequest, rows: list[Waiting], people: dict, due_date) -> HttpResponse:
    chosen: list[tuple] = []
    by_key: dict[str, User] = {str(pk): person for pk, person in people.items()}
    for row in rows:
        person = by_key.get(request.POST.get(f"row-{row.submission.pk}", ""))
        if person:
            chosen.append((row.submission, person))
    made, refused = actions.share_out(chosen, due_date=due_date, by=request.user, now=timezone.now())
    for sentence in refused:
        messages.warning(request, sentence)
    messages.success(request, f"{counted(len(made), 'portfolio')} allocated.")
    return redirect("marking:list_allocations")


def _answer(request: HttpRequest, context: dict, status: int) -> HttpResponse:
    return render(request, "assessments/marking/share_cohort.html", context, status=status)
