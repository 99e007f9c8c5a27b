"""Inviting somebody from outside to a post on a cohort."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from courses.delivery import actions
from courses.delivery.forms.cohorts import ExternalForm
from courses.delivery.models import Cohort
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

AFTER_THE_BOARD = timedelta(days=60)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def invite_external(request: HttpRequest, cohort_id) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=cohort_id)
    last = cohort.board_on or timezone.localdate(cohort.due_at)
    form = ExternalForm(request.POST or None, initial={"until": last + AFTER_THE_BOARD})
    if form.is_valid():
        try:
            actions.invite_external(cohort, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The invitation is on its way. The post is theirs when they accept.")
            return redirect("delivery:show_cohort", cohort.pk)
    context = {"form": form, "cohort": cohort}
    return render(request, "courses/delivery/invite_external.html", context, status=422 if form.errors else 200)
