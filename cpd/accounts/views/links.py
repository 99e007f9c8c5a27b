"""Following a link to a file: the page that made it is asked again, as the person who asked for it."""

import copy
from hashlib import sha256
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET

from cpd.accounts.guards import open_to_public
from cpd.accounts.links import LASTS, Link, files_host, make_link, read_link
from cpd.accounts.middleware import FirstSignIn, SecondFactorForStaff
from cpd.files.store import Destroyed

Session = import_module(settings.SESSION_ENGINE).SessionStore
BEFORE_PAGES = (SecondFactorForStaff, FirstSignIn)


def comes_by_link(request: HttpRequest) -> bool:
    """Whether the request was made of a link, so that the file itself is the answer."""
    return getattr(request, "by_link", False)


def redirect_to_link(request: HttpRequest) -> HttpResponseRedirect:
    """To a link for what this very page gives; the page has checked that the person may have it now."""
    response = HttpResponseRedirect(make_link(request.path, request.session.session_key, now=timezone.now()))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@open_to_public
@require_GET
def follow_link(request: HttpRequest, token: str) -> HttpResponse:
    """The file. A link that is old, somebody else's, or to what may not be read any more is not found, all the same."""
    link = read_link(token, now=timezone.now())
    if link is None or not _is_whose_it_is(request, link, token):
        raise Http404
    asked = _ask_again(request, link)
    match = asked.resolver_match
    if any(step(None).process_view(asked, match.func, match.args, match.kwargs) for step in BEFORE_PAGES):
        raise Http404
    try:
        response = match.func(asked, *match.args, **match.kwargs)
    except (PermissionDenied, Destroyed):
        raise Http404 from None
    if settings.CPD_FILES_ORIGIN:
        # Else the pages of the site could not show its pictures.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _is_whose_it_is(request: HttpRequest, link: Link, token: str) -> bool:
    """By the cookie of the session; an origin of its own gets none, so there a link works once."""
    if not settings.CPD_FILES_ORIGIN:
        return constant_time_compare(request.session.session_key or "", link.session_key)
    is_unused = request.get_host() == files_host() and cache.add(
        f"link-{sha256(token.encode()).hexdigest()}", True, 2 * LASTS.total_seconds()
    )
    return is_unused


def _ask_again(request: HttpRequest, link: Link) -> HttpRequest:
    """The request for the page that made the link, in the session that asked, as it stands now."""
    asked = copy.copy(request)
    asked.path = asked.path_info = link.path
    asked.resolver_match = resolve(link.path)
    asked.session = Session(link.session_key)
    asked.user = get_user(asked)
    asked.by_link = True
    if not asked.user.is_authenticated:
        raise Http404
    return asked
