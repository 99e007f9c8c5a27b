"""Adopting a rule set."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from courses.accreditation import actions
from courses.accreditation.forms.rulesets import RulesForm
from courses.accreditation.models import Accreditation
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day
from cpd.rules import NotAllowed


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def adopt_rules(request: HttpRequest, accreditation_id) -> HttpResponse:
    accreditation = get_object_or_404(Accreditation.objects.select_related("university"), pk=accreditation_id)
    form = RulesForm(request.POST or None, rules=accreditation.rules)
    if form.is_valid():
        try:
            adopted = actions.adopt_rules(
                accreditation,
                values=form.values,
                starts_on=form.cleaned_data["starts_on"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(
                request, f"Rule set {adopted.version} is adopted for cohorts from {day(adopted.starts_on)}."
            )
            return redirect("accreditation:show_accreditation", accreditation.pk)
    context = {"form": form, "accreditation": accreditation}
    return render(request, "courses/accreditation/adopt_rules.html", context, status=422 if form.errors else 200)
