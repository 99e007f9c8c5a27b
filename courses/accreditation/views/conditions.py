"""What the university asked for: writing it down, and closing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from courses.accreditation import actions
from courses.accreditation.forms.conditions import CloseConditionForm, ConditionForm
from courses.accreditation.models import Accreditation, Condition
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def set_condition(request: HttpRequest, accreditation_id) -> HttpResponse:
    accreditation = get_object_or_404(Accreditation.objects.select_related("university"), pk=accreditation_id)
    form = ConditionForm(request.POST or None)
    if form.is_valid():
        try:
            condition = actions.set_condition(accreditation, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, f"Number {condition.number} is written down.")
            return redirect("accreditation:show_accreditation", accreditation.pk)
    context = {"form": form, "accreditation": accreditation}
    status = 422 if form.errors else 200
    return render(request, "courses/accreditation/set_condition.html", context, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def close_condition(request: HttpRequest, condition_id) -> HttpResponse:
    condition = get_object_or_404(Condition.objects.select_related("accreditation__university"), pk=condition_id)
    form = CloseConditionForm(request.POST or None)
    if form.is_valid():
        try:
            actions.close_condition(condition, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, f"Number {condition.number} is closed, with what shows it.")
            return redirect("accreditation:show_accreditation", condition.accreditation_id)
    context = {"form": form, "condition": condition, "accreditation": condition.accreditation}
    status = 422 if form.errors else 200
    return render(request, "courses/accreditation/close_condition.html", context, status=status)
