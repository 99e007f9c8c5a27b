"""Locking an item away from the desk: whoever notices that somebody can be identified stops it at once."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.confidentiality.actions import quarantine_item
from assessments.confidentiality.forms import QuarantineForm
from assessments.marking import rules
from assessments.marking.views.own import own_allocation
from assessments.portfolios.states import Because
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def lock_item(request, allocation_id, item_id):
    allocation = own_allocation(request, allocation_id)
    rules.check_can_mark(request.user, allocation)
    item = get_object_or_404(allocation.submission.items.present().for_assessors(), pk=item_id)
    form = QuarantineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        quarantine_item(item, **form.cleaned_data, by=request.user, now=timezone.now(), found_at=Because.MARKING)
        messages.success(
            request, f"{item.label} is locked away, and the safeguarding leads are told. What you had written is kept."
        )
        return redirect("marking:show_queue")
    back = reverse("marking:mark_submission", args=[allocation.pk])
    context = {"item": item, "form": form, "back_url": back, "is_sent_back": True}
    return render(
        request, "assessments/confidentiality/quarantine_item.html", context, status=422 if form.errors else 200
    )
