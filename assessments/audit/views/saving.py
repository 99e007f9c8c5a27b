"""How the rooms answer the script that saves drafts while somebody types."""

import functools
from collections.abc import Callable
from datetime import datetime

from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from cpd.rules import NotAllowed


def refused_as_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The script shows the sentence beside the words, which stay on the page."""

    @functools.wraps(view)
    def wrapper(request, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refused:
            return JsonResponse({"error": str(refused)}, status=403)

    return wrapper


def invalid(form: Form) -> JsonResponse:
    return JsonResponse({"error": next(iter(form.errors.values()))[0]}, status=422)


def stale_answer(theirs: str, version: int) -> JsonResponse:
    """What was saved elsewhere, for the page to show beside its own."""
    return JsonResponse({"theirs": theirs, "version": version}, status=409)


def saved_answer(version: int, now: datetime) -> JsonResponse:
    return JsonResponse({"version": version, "saved_at": f"{timezone.localtime(now):%H:%M}"})
