"""Lists cohorts and shows one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.delivery.models import Cohort, CohortRole, CohortStaff
from courses.delivery.queries import cohorts as queries
from courses.delivery.queries.enrolments import find_enrolments
from courses.delivery.queries.sessions import sessions_with_attendance
from courses.delivery.rules import (
    check_can_close,
    check_can_offer,
    check_can_open,
)
from courses.delivery.states import CohortState
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import when
from cpd.rules import refusal

PAGE = 30
TONES = {CohortState.PLANNED: "info", CohortState.OPEN: "ok", CohortState.CLOSED: "neutral"}
ENROLMENT_TONES = {
    "offered": "info",
    "enrolled": "info",
    "active": "ok",
    "interrupted": "warn",
    "completed": "ok",
    "withdrawn": "neutral",
    "lapsed": "neutral",
    "cancelled": "neutral",
}


@open_to(Role.COORDINATOR, Role.TUTOR)
@require_safe
def list_cohorts(request: HttpRequest) -> HttpResponse:
    cohorts = queries.list_cohorts(request.user, request.role)
    chosen = request.GET.get("state", "")
    if chosen in CohortState.values:
        cohorts = cohorts.filter(state=chosen)
    context = {
        "page": Paginator(cohorts, PAGE).get_page(request.GET.get("page")),
        "states": [("", "All"), *CohortState.choices],
        "chosen": chosen,
        "tones": TONES,
        "may_create": request.role == Role.COORDINATOR,
    }
    return render(request, "courses/delivery/list_cohorts.html", context)


@open_to(Role.COORDINATOR, Role.TUTOR)
@require_safe
def show_cohort(request: HttpRequest, cohort_id) -> HttpResponse:
    cohort = get_object_or_404(queries.list_cohorts(request.user, request.role), pk=cohort_id)
    staff = list(cohort.staff.select_related("person").order_by("role", "person__family_name", "person__given_names"))
    counts = queries.get_counts(cohort, request.user)
    chosen, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    enrolments = find_enrolments(cohort, request.user, state=chosen, words=words)
    is_coordinator = request.role == Role.COORDINATOR
    context = {
        "cohort": cohort,
        "tone": TONES[CohortState(cohort.state)],
        "staff_rows": _staff_rows(staff),
        "counts": counts,
        "sessions": sessions_with_attendance(cohort, request.user, timezone.now()),
        "page": Paginator(enrolments, PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "words": words,
        "tones": ENROLMENT_TONES,
        "is_coordinator": is_coordinator,
        "rows": _rows(cohort, is_coordinator),
        "offer_refusal": refusal(check_can_offer, cohort),
        "may_open": is_coordinator and not refusal(check_can_open, cohort),
        "may_close": is_coordinator and not refusal(check_can_close, cohort),
        "promised": queries.list_promised(cohort) if is_coordinator else [],
        "now": timezone.now(),
    }
    if context["may_open"]:
        context["steps"] = steps_of(cohort, staff, counts)
    return render(request, "courses/delivery/show_cohort.html", context)


def _rows(cohort: Cohort, is_coordinator: bool) -> list[tuple]:
    version = cohort.version
    change = (reverse("delivery:change_dates", args=[cohort.pk]),) if is_coordinator else ()
    return [
        ("Module", f"{version.module.code}: {version.title}, version {version.number}"),
        ("Level and credit", f"{version.level_words}, {version.credit_words}"),
        ("Accreditation", f"{cohort.accreditation.reference}, {cohort.accreditation.university}"),
        ("Starts", when(cohort.starts_on), *change),
        ("Portfolios due", when(cohort.due_at), *change),
        ("Board meets", when(cohort.board_on) or "Not set", *change),
        ("Bank holidays of", cohort.get_nation_display(), *change),
    ]


def _staff_rows(staff: list[CohortStaff]) -> list[tuple[str, str]]:
    named = {role: ", ".join(str(post.person) for post in staff if post.role == role) for role in CohortRole}
    return [(str(role.label), names) for role, names in named.items() if names]


def steps_of(cohort: Cohort, staff: list[CohortStaff], counts: queries.Counts) -> list[dict[str, Any]]:
    return [
        {
            "title": step.title,
            "is_done": step.is_done,
            "hint": step.hint,
            "status": step.status,
            "tone": step.tone,
            "url": reverse(f"delivery:{step.page}", args=[cohort.pk]),
        }
        for step in queries.get_readiness(cohort, staff, counts)
    ]
