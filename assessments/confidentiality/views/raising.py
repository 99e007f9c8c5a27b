"""Raising a safeguarding concern, wherever evidence is read: the page that grants the right to read has checked it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from assessments.confidentiality import actions
from assessments.confidentiality.forms import ConcernForm
from assessments.portfolios.models import Submission


def raise_from(request: HttpRequest, submission: Submission, *, back: str, then: str = "") -> HttpResponse:
    """Asks for a short note and tells the leads; nothing about the submission changes. `then` says what goes on."""
    form = ConcernForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.raise_concern(submission, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"Your concern is with the safeguarding leads.{then}")
        return redirect(back)
    context = {"form": form, "back_url": back}
    return render(
        request, "assessments/confidentiality/raise_concern.html", context, status=422 if form.errors else 200
    )
