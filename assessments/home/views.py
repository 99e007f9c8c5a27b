"""The first page of each role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.home import queries
from cpd.accounts.guards import open_to_signed_in
from cpd.accounts.roles import Role


@open_to_signed_in
@require_GET
def show_home(request: HttpRequest) -> HttpResponse:
    if request.role is None or request.role == Role.LEARNER:
        context = {
            "studies": queries.list_studies(request.user, timezone.now()),
            "has_offer": queries.has_offer(request.user),
            "contact_to_confirm": queries.find_contact_to_confirm(request.user),
        }
        return render(request, "assessments/home/show_learner.html", context)
    waiting = queries.list_waiting(request.user, request.role, timezone.localdate())
    context = {
        "waiting": [row for row in waiting if row.count],
        "quiet": [row for row in waiting if not row.count],
        "role_label": request.role.label,
    }
    return render(request, "assessments/home/show_staff.html", context)
