"""Locking an item away, wherever it is read: the page of the feature that grants the right to read has checked it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from assessments.confidentiality.actions import quarantine_item
from assessments.confidentiality.forms import QuarantineForm
from assessments.portfolios.models import EvidenceItem, Submission


def lock_away(
    request: HttpRequest,
    submission: Submission,
    item_id,
    *,
    found_at: str,
    back: str,
    then: str = "",
    is_sent_back: bool = False,
    kept: str = "",
) -> HttpResponse:
    """Asks what identifies somebody, then closes the item to everybody at once; the leads are told."""
    item: EvidenceItem = get_object_or_404(submission.items.present().for_assessors(), pk=item_id)
    form = QuarantineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        quarantine_item(item, **form.cleaned_data, by=request.user, now=timezone.now(), found_at=found_at)
        messages.success(request, f"{item.label} is locked away, and the safeguarding leads are told.{kept}")
        return redirect(then or back)
    context = {"item": item, "form": form, "back_url": back, "is_sent_back": is_sent_back}
    return render(
        request, "assessments/confidentiality/quarantine_item.html", context, status=422 if form.errors else 200
    )
