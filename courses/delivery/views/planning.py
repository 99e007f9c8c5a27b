"""Plans, staffs, opens and closes a cohort."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from courses.delivery import actions
from courses.delivery.forms.cohorts import CohortForm, DatesForm, StaffForm
from courses.delivery.forms.enrolments import NoReasonForm
from courses.delivery.models import Cohort, CohortRole, CohortStaff
from courses.delivery.queries import cohorts as queries
from courses.delivery.rules import (
    APPOINTED_AS,
    check_can_close,
    check_can_open,
    check_can_remove,
)
from courses.delivery.views.cohorts import steps_of
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day
from cpd.rules import NotAllowed, refusal


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def create_cohort(request: HttpRequest) -> HttpResponse:
    source = _source(request)
    form = CohortForm(request.POST or None, source=source, initial=_initial(source))
    if form.is_valid():
        try:
            cohort = actions.create_cohort(**form.cleaned_data, copied_from=source, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The cohort is planned. The list below says what it still needs.")
            return redirect("delivery:show_cohort", cohort.pk)
    earlier = [] if source else Cohort.objects.order_by("-starts_on", "code")[:20]
    context = {"form": form, "source": source, "earlier": earlier}
    return render(request, "courses/delivery/create_cohort.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def change_dates(request: HttpRequest, cohort_id) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=cohort_id)
    initial = {
        "starts_on": cohort.starts_on,
        "due_on": timezone.localdate(cohort.due_at),
        "board_on": cohort.board_on,
        "nation": cohort.nation,
    }
    form = DatesForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.change_dates(cohort, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The dates are saved.")
            return redirect("delivery:show_cohort", cohort.pk)
    context = {"form": form, "cohort": cohort}
    return render(request, "courses/delivery/change_dates.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def edit_staff(request: HttpRequest, cohort_id) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=cohort_id)
    now = timezone.now()
    posts = list(cohort.staff.select_related("person", "cohort"))
    held = {role: [post.person_id for post in posts if post.role == role] for role in CohortRole}
    people = {
        role: queries.people_fit_for(fitting, timezone.localdate(now), or_holding=held[role])
        for role, fitting in APPOINTED_AS.items()
    }
    form = StaffForm(request.POST or None, people=people, posts=held)
    if request.method == "POST" and form.is_valid():
        try:
            _save_staff(cohort, posts, form.cleaned_data, request.user, now)
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The staff of this cohort are saved.")
            return redirect("delivery:show_cohort", cohort.pk)
    fixed = [post for post in posts if refusal(check_can_remove, post, now)]
    context = {"form": form, "cohort": cohort, "fixed": fixed}
    return render(request, "courses/delivery/edit_staff.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def open_cohort(request: HttpRequest, cohort_id) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.select_related("version", "accreditation"), pk=cohort_id)
    if request.method == "POST":
        actions.open_cohort(cohort, by=request.user, now=timezone.now())
        messages.success(
            request, f"The cohort is open. Learners who took up a place study from {day(cohort.starts_on)}."
        )
        return redirect("delivery:show_cohort", cohort.pk)
    if refusal(check_can_open, cohort):
        return redirect("delivery:show_cohort", cohort.pk)
    staff = list(cohort.staff.all())
    steps = steps_of(cohort, staff, queries.get_counts(cohort, request.user))
    context = {"cohort": cohort, "missing": [step for step in steps if not step["is_done"]], "form": NoReasonForm()}
    return render(request, "courses/delivery/open_cohort.html", context)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def close_cohort(request: HttpRequest, cohort_id) -> HttpResponse:
    cohort = get_object_or_404(Cohort.objects.select_related("version"), pk=cohort_id)
    if request.method == "POST":
        actions.close_cohort(cohort, by=request.user, now=timezone.now())
        messages.success(request, "The cohort is closed to new learners. What is under way goes on.")
        return redirect("delivery:show_cohort", cohort.pk)
    if refusal(check_can_close, cohort):
        return redirect("delivery:show_cohort", cohort.pk)
    context = {"cohort": cohort, "counts": queries.get_counts(cohort, request.user), "form": NoReasonForm()}
    return render(request, "courses/delivery/close_cohort.html", context)


@transaction.atomic
def _save_staff(cohort: Cohort, posts: list[CohortStaff], chosen: dict[str, Any], by, now) -> None:
    """Remove first, so that a person can move from one post to another; all of it or none."""
    for post in posts:
        if post.person_id not in {person.pk for person in chosen[post.role]}:
            actions.remove_staff(post, by=by, now=now)
    held = {(post.role, post.person_id) for post in posts}
    for role in CohortRole:
        for person in chosen[role.value]:
            if (role.value, person.pk) not in held:
                actions.add_staff(cohort, person=person, role=role, by=by, now=now)


def _source(request: HttpRequest) -> Cohort | None:
    """The earlier cohort of `?from=`; anything else plans a cohort from nothing."""
    try:
        wanted = UUID(request.GET.get("from", ""))
    except ValueError:
        return None
    return Cohort.objects.select_related("version__module").filter(pk=wanted).first()


def _initial(source: Cohort | None) -> dict[str, Any]:
    if source is None:
        return {}
    newest = source.version.module.versions.open_to_enrolment().order_by("-number").first()
    return {"version": newest, "accreditation": source.accreditation_id, "nation": source.nation}
