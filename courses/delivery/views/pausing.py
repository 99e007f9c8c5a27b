"""A learner stops every clock, and lets them go on; nobody asks why."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from courses.delivery import actions
from courses.delivery.models import Enrolment
from courses.delivery.rules import check_can_stop_clocks
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import refusal


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def pause_everything(request: HttpRequest, enrolment_id) -> HttpResponse:
    enrolment = _own(request, enrolment_id)
    if request.method == "POST":
        actions.stop_clocks(enrolment, by=request.user, now=timezone.now())
        messages.success(request, "Everything is paused. Nothing comes nearer until you go on.")
        return redirect("/")
    context = {
        "enrolment": enrolment,
        "running": enrolment.pauses.filter(ended_at__isnull=True).first(),
        "refusal": refusal(check_can_stop_clocks, enrolment),
    }
    return render(request, "courses/delivery/pause_everything.html", context)


@open_to(Role.LEARNER)
@require_POST
def go_on(request: HttpRequest, enrolment_id) -> HttpResponse:
    pause = actions.restart_clocks(_own(request, enrolment_id), by=request.user, now=timezone.now())
    if pause and pause.days:
        days = "one day" if pause.days == 1 else f"{pause.days} days"
        messages.success(request, f"Welcome back. Everything that was ahead of you is {days} later.")
    else:
        messages.success(request, "Your clocks go on.")
    return redirect("/")


def _own(request: HttpRequest, enrolment_id) -> Enrolment:
    return get_object_or_404(Enrolment.objects.of(request.user).select_related("cohort", "version"), pk=enrolment_id)
