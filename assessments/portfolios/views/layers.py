"""Who reads a reflection."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.portfolios import actions
from assessments.portfolios.forms.evidence import LayerForm
from assessments.portfolios.rules import check_can_choose_layer
from assessments.portfolios.views.own import own_item, posted
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role


@open_to(Role.LEARNER)
@require_http_methods(["GET", "HEAD", "POST"])
def choose_layer(request: HttpRequest, item_id: UUID) -> HttpResponse:
    item = own_item(request, item_id)
    if not item.is_reflection:
        return redirect("portfolios:show_item", item.pk)
    check_can_choose_layer(request.user, item.submission, item)
    form = LayerForm(posted(request), initial={"layer": item.layer})
    if form.is_valid():
        item = actions.choose_layer(item, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"Who reads {item.label}: {item.get_layer_display().lower()}.")
        return redirect("portfolios:show_item", item.pk)
    context = {"item": item, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/portfolios/choose_layer.html", context, status=status)
