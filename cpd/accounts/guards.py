"""Who may open a page. Every view carries exactly one of these; a test walks the URLs to see it."""

import functools
from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

View = Callable[..., HttpResponse]
WORKING_AS = "working_as"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
PROOF_LASTS = timedelta(minutes=5)


def open_to(*roles: Role) -> Callable[[View], View]:
    """Open to people who hold one of these roles today; `request.role` is the one they work as here."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            held = roles_of(request)
            fitting = [role for role in roles if role in held]
            if not fitting:
                names = " or ".join(str(role.label).lower() for role in roles)
                raise NotAllowed(
                    f"This page is for people appointed as {names}. Your account does not hold that role today."
                )
            working_as = request.session.get(WORKING_AS)
            request.role = Role(working_as) if working_as in fitting else fitting[0]
            if working_as != request.role:
                request.session[WORKING_AS] = request.role.value
            return view(request, *args, **kwargs)

        wrapper.open_to = frozenset(roles)
        return wrapper

    return guard


def proved_lately(view: View) -> View:
    """Asks for the second factor again, unless it was used within the last minutes; stands below open_to()."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if has_proved_lately(request, timezone.now()):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.path})}")

    return wrapper


def has_proved_lately(request: HttpRequest, now: datetime) -> bool:
    """By an app, a passkey or a recovery code in this session; demonstration people have none in a demo."""
    if settings.CPD_DEMO and request.user.is_demonstration:
        return True
    return _is_recent(request, "mfa", now)


def _is_recent(request: HttpRequest, method: str, now: datetime) -> bool:
    steps = get_authentication_records(request, request.user)
    last = max((step["at"] for step in steps if step["method"] == method), default=0)
    return now.timestamp() - last < PROOF_LASTS.total_seconds()


def proves_again(back: str) -> Callable[[View], View]:
    """For what a person takes out about herself: asks who she is once more, then leads back to this page of ours, from
    where she presses again. Stands below open_to_signed_in()."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if has_proved_again(request, timezone.now()):
                return view(request, *args, **kwargs)
            return redirect(proof_url(request, back))

        return wrapper

    return guard


def has_proved_again(request: HttpRequest, now: datetime) -> bool:
    """Within the last minutes: by her second factor where she has one, otherwise by her password. A code by mail is not
    enough, since whoever has her device reads her mail."""
    if is_mfa_enabled(request.user, FACTORS):
        return has_proved_lately(request, now)
    return (settings.CPD_DEMO and request.user.is_demonstration) or _is_recent(request, "password", now)


def proof_url(request: HttpRequest, back: str) -> str:
    """Where she proves it."""
    page = "mfa_reauthenticate" if is_mfa_enabled(request.user, FACTORS) else "account_reauthenticate"
    return f"{reverse(page)}?{urlencode({'next': reverse(back)})}"


def open_to_signed_in(view: View) -> View:
    """Open to anyone who is signed in."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.role = current_role(request)
        return view(request, *args, **kwargs)

    wrapper.open_to = "signed in"
    return wrapper


def open_to_public(view: View) -> View:
    """Open to everyone, signed in or not."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return view(request, *args, **kwargs)

    wrapper.open_to = "everyone"
    return login_not_required(wrapper)


def roles_of(request: HttpRequest) -> list[Role]:
    """The roles that the person of this request holds today; looked up once per request."""
    if not hasattr(request, "_roles"):
        signed_in = request.user.is_authenticated and request.user.is_active
        request._roles = request.user.roles(on=timezone.localdate()) if signed_in else []
    return request._roles


def current_role(request: HttpRequest) -> Role | None:
    """The role a person works as: the chosen one while they hold it, else the first they hold."""
    held = roles_of(request)
    chosen = request.session.get(WORKING_AS)
    if chosen in held:
        return Role(chosen)
    return held[0] if held else None
