"""“Exit this page” pressed on a form: what stands in it is kept, and whatever comes of that, she is gone."""

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from cpd.accounts.leaving.actions import LONGEST, Typed, forget_form, keep_form, set_aside_form
from cpd.accounts.leaving.models import KeptForm
from cpd.accounts.views.signing_in import leave_by_form
from cpd.files.keeping import is_held
from cpd.rules import NotAllowed

LEAVE = "leave"
NOT_TYPED = {"csrfmiddlewaretoken", LEAVE}


def saves_when_left(view: Callable) -> Callable:
    """Marks a view that saves for good what stands in its form when it is left, as its Save button would."""
    view.saves_when_left = True
    return view


class LeavingByForm:
    """Stands before the sign-in is asked for: who leaves sees no page for that either."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and hasattr(request, "exit_form") and 300 <= response.status_code < 400:
            _forget(request)
        return response

    def process_view(self, request: HttpRequest, view: Callable, args, kwargs) -> HttpResponse | None:
        if request.method != "POST" or LEAVE not in request.POST:
            return None
        is_known = request.user.is_authenticated
        if getattr(view, "saves_when_left", False) and (is_known or not getattr(view, "login_required", True)):
            return None
        typed = _typed(request.POST)
        if is_known and any(value.strip() for values in typed.values() for value in values):
            with suppress(NotAllowed):
                keep_form(request.path[:200], typed, by=request.user, now=timezone.now())
        return leave_by_form(request)


def _typed(posted: QueryDict) -> Typed:
    typed = {name: values for name, values in posted.lists() if name not in NOT_TYPED and "password" not in name}
    return typed if sum(len(value) for values in typed.values() for value in values) <= LONGEST else {}


def _forget(request: HttpRequest) -> None:
    """It was sent, so nothing of it waits any more."""
    for kept in KeptForm.objects.filter(person=request.user, place=request.path):
        end = set_aside_form if is_held(kept.text_key) else forget_form
        end(kept, by=request.user, now=timezone.now())
