"""Locking an item away from a sample: the moderator noticed that somebody can be identified."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.confidentiality.actions import quarantine_item
from assessments.confidentiality.forms import QuarantineForm
from assessments.moderation import rules
from assessments.moderation.models import SampledMark
from assessments.portfolios.states import Because
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role


@open_to(Role.MODERATOR)
@require_http_methods(["GET", "POST"])
def lock_item(request, item_id, evidence_id):
    own = SampledMark.objects.filter(sample__moderator=request.user)
    sampled = get_object_or_404(own.select_related("mark__submission__portfolio__enrolment"), pk=item_id)
    rules.check_can_read(request.user, sampled, timezone.localdate())
    item = get_object_or_404(sampled.mark.submission.items.present().for_assessors(), pk=evidence_id)
    form = QuarantineForm(request.POST if request.method == "POST" else None)
    back = reverse("moderation:review_item", args=[sampled.pk])
    if form.is_valid():
        quarantine_item(item, **form.cleaned_data, by=request.user, now=timezone.now(), found_at=Because.MODERATION)
        messages.success(request, f"{item.label} is locked away, and the safeguarding leads are told.")
        return redirect(back)
    context = {"item": item, "form": form, "back_url": back, "is_sent_back": False}
    return render(
        request, "assessments/confidentiality/quarantine_item.html", context, status=422 if form.errors else 200
    )
