"""Drawing a sample by rule and seed, and every candidate of a draw with the reason in or out."""

import secrets

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.audit import actions
from assessments.audit.forms.samples import DrawForm
from assessments.audit.queries import draws
from assessments.audit.views.finding import find_reading
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import counted
from cpd.rules import NotAllowed

PAGE = 100


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def draw_own_sample(request: HttpRequest, visit_id) -> HttpResponse:
    visit = find_reading(request, visit_id)
    form = DrawForm(request.POST or None, initial={"seed": secrets.token_hex(4)})
    if form.is_valid():
        try:
            own = actions.draw_own_sample(visit, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            size = own.items.count()
            messages.success(request, f"{counted(size, 'candidate')} drawn; their evidence is open to you.")
            return redirect("audit:show_own_draw", visit.pk, own.number)
    rules = visit.accreditation.rules
    context = {"visit": visit, "room": "sample", "form": form, "rules": rules, "all_below": draws.ALL_BELOW}
    return render(request, "assessments/audit/draw_own_sample.html", context, status=422 if form.errors else 200)


@open_to(Role.AUDITOR)
@require_safe
def show_own_draw(request: HttpRequest, visit_id, number: int) -> HttpResponse:
    """The draw, made again as the page is asked for."""
    visit = find_reading(request, visit_id)
    own = get_object_or_404(visit.draws, number=number)
    context = {
        "visit": visit,
        "room": "sample",
        "own": own,
        "least": draws.least(own),
        "differences": draws.differences_of(own),
        "page": Paginator(draws.list_lines(own), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "assessments/audit/show_own_draw.html", context)
