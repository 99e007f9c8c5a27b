"""Keeps a text that was sent after the session had ended, until the same learner is signed in again.

The database holds ciphertext, the browser's cookie its key, for half an hour. The item's id is sealed in with it, and the
page that gives it back finds only one's own items: whoever else signs in on that browser gets nothing.
"""

import functools
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from io import BytesIO
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from assessments.portfolios.models import EvidenceItem
from cpd.accounts.views.signing_in import leave_by_form
from cpd.files import sealing

type View = Callable[..., HttpResponse]

COOKIE = "kept-text"
SECONDS = 30 * 60
FIELD = "#id_text"


def keeps_text(view: View) -> View:
    """A signed-out POST keeps what it carries and leads over the sign-in page back to the field."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, item_id: UUID) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, item_id)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        if "leave" in request.POST:
            response = leave_by_form(request)
        else:
            response = redirect_to_login(reverse("portfolios:edit_text", args=[item_id]) + FIELD)
        if EvidenceItem.objects.present().filter(pk=item_id).exists():
            _keep(request, response, item_id)
        return response

    return login_not_required(wrapper)


def answers_when_signed_out(view: View) -> View:
    """The page that autosaves keeps its text itself, so a signed-out save gets a plain 401 and no redirect."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, item_id: UUID) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, item_id)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        return JsonResponse({"error": "You are signed out. Your text is kept on this page."}, status=401)

    return login_not_required(wrapper)


def take_kept(request: HttpRequest, item: EvidenceItem) -> dict | None:
    """What was kept for this item (text, version, is_complete), once; None when there is nothing."""
    place, _, key = request.get_signed_cookie(COOKIE, default="", max_age=SECONDS).partition(":")
    sealed = cache.get(_name(place)) if key else None
    if sealed is None:
        return None
    try:
        opened = b"".join(sealing.unseal(BytesIO(sealed), key=urlsafe_b64decode(key), name=item.pk.bytes))
    except sealing.Damaged:
        return None  # it was kept for another item
    cache.delete(_name(place))
    return json.loads(opened)


def _keep(request: HttpRequest, response: HttpResponse, item_id: UUID) -> None:
    place, key = secrets.token_urlsafe(16), sealing.new_key()
    kept = {name: request.POST.get(name, "") for name in ("text", "version", "is_complete")}
    sealed = b"".join(sealing.seal([json.dumps(kept).encode()], key=key, name=item_id.bytes))
    cache.set(_name(place), sealed, SECONDS)
    response.set_signed_cookie(
        COOKIE,
        f"{place}:{urlsafe_b64encode(key).decode()}",
        max_age=SECONDS,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )


def _name(place: str) -> str:
    return f"{COOKIE}:{place}"
