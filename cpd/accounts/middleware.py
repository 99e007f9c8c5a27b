"""What holds for every request: privacy headers, the second factor of staff, and the first sign-in."""

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from cpd.accounts.guards import FACTORS, roles_of
from cpd.accounts.links import files_host
from cpd.accounts.roles import STAFF

GetResponse = Callable[[HttpRequest], HttpResponse]
LINKS = "/files/"
SET_UP_NAMES = frozenset({"mfa_activate_totp", "mfa_add_webauthn"})
# Where a session proves itself by a second factor that exists; nothing about factors can be seen or changed there.
PROVING_NAMES = frozenset(
    {"mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_login_webauthn"}
)
SET_UP_BY = "second_factor_set_up_by"
# Where a member of staff without a second factor, or a person who has not confirmed her details, may still go.
OPEN_NAMES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_email_verification_sent",
        "accounts:confirm_details",
        "accounts:leave",
        "accounts:work_as",
        "accounts:sign_in_as",
        "accounts:show_terms",
        "operations:healthz",
        "operations:readyz",
    }
)


def _is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    name = match.view_name or ""
    return name in OPEN_NAMES or name.startswith("mfa_") or getattr(match.func, "open_to", None) == "everyone"


class FilesOrigin:
    """The host of files knows links to files and nothing else, begins no session, and answers all else in one way."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.CPD_FILES_ORIGIN or request.get_host() != files_host():
            return self.get_response(request)
        response = self.get_response(request) if request.path.startswith(LINKS) else None
        if response is None or response.status_code != 200:
            response = HttpResponse("There is nothing here.", status=404, content_type="text/plain")
            response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class PrivateResponses:
    """Nothing that we answer stays in a cache (a one-time link shows names to somebody without an account), and no
    other site learns where a person came from."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
        )
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class SecondFactorForStaff:
    """Everyone who holds a role other than learner needs a second factor, and has used or set it up in this very
    session; demonstration people are let off in a demo."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "sets_up_the_first", False) and is_mfa_enabled(request.user, FACTORS):
            request.session[SET_UP_BY] = str(request.user.pk)
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        user = request.user
        if user.is_authenticated and user.is_demonstration and not settings.CPD_DEMO:
            # A session that one click began in a demo ends with it: nobody has proved anything for it.
            logout(request)
            return redirect("account_login")
        if user.is_authenticated and request.method == "POST" and request.resolver_match.view_name in SET_UP_NAMES:
            request.sets_up_the_first = not is_mfa_enabled(user, FACTORS)
        if not user.is_authenticated or (_is_open(request) and not _is_about_factors(request)):
            return None
        if settings.CPD_DEMO and user.is_demonstration:
            return None
        if not user.is_staff and not STAFF & set(roles_of(request)):
            return None
        if not is_mfa_enabled(user, FACTORS):
            return None if _is_about_factors(request) else redirect("mfa_index")
        if not _is_proved(request):
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
        return None


def _is_about_factors(request: HttpRequest) -> bool:
    """Pages that show, add or remove second factors: a password alone must not open them once there is one."""
    name = request.resolver_match.view_name or ""
    return name.startswith("mfa_") and name not in PROVING_NAMES


def _is_proved(request: HttpRequest) -> bool:
    """A session that began with a password alone, before there was a second factor, is worth no more afterwards."""
    if request.session.get(SET_UP_BY) == str(request.user.pk):
        return True
    steps = get_authentication_records(request, request.user)
    # Without any steps nobody came through the sign-in page: the session was begun by code of ours.
    return not steps or any(step["method"] == "mfa" for step in steps)


class FirstSignIn:
    """Before anything else a person confirms her name, the terms and a safe way to reach her."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or user.confirmed_at or _is_open(request):
            return None
        return redirect("accounts:confirm_details")
