"""Ways in and out: invitations, the role one works as, demonstration people, and leaving at once."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cpd.accounts import actions
from cpd.accounts.forms import PasswordForm
from cpd.accounts.guards import WORKING_AS, open_to_public, open_to_signed_in, roles_of
from cpd.accounts.models import User
from cpd.accounts.queries import find_open_invitation
from cpd.accounts.roles import Role

INVITED_BY = "invitation"
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@open_to_signed_in
@require_POST
def work_as(request):
    """Choose one of one's own roles; a role that is not held changes nothing."""
    chosen = request.POST.get("role", "")
    if chosen in roles_of(request):
        request.session[WORKING_AS] = chosen
        messages.success(request, f"You are working as {Role(chosen).label.lower()} now.")
    return redirect("/")


@open_to_public
@require_safe
def leave(request):
    """End the session on the server, then go to a harmless place. Works as a plain link."""
    return _leave(request, HttpResponseRedirect(settings.CPD_EXIT_URL))


def leave_by_form(request):
    """The same for a form that saved first. A page without content that goes on by itself: our own policy keeps a form
    from being redirected to another site."""
    return _leave(request, HttpResponse(headers={"Refresh": f"0; url={settings.CPD_EXIT_URL}"}))


def _leave(request, response):
    logout(request)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    if request.is_secure():
        # The header counts on a trusted connection only.
        response.headers["Clear-Site-Data"] = '"cache"'
    return response


@open_to_public
@require_POST
def sign_in_as(request, person_id):
    """One click for a demonstration person; there is no such page on a real installation."""
    if not settings.CPD_DEMO:
        raise Http404
    person = get_object_or_404(User, pk=person_id, is_demonstration=True, is_active=True)
    login(request, person, backend=BACKEND)
    UserSession.objects.create_from_request(request)
    # As signing in with a password does: back to the page that was asked for.
    return redirect(get_next_redirect_url(request) or "/")


@open_to_public
@require_safe
def accept_invitation(request, token):
    """Keep the token in the session, so that it stays in no address bar and no history entry to come."""
    if find_open_invitation(token, timezone.now()):
        # Anything else begins no session, or every guess would leave a row.
        request.session[INVITED_BY] = token
    return redirect("accounts:open_account")


@open_to_public
@require_http_methods(["GET", "POST"])
def open_account(request):
    """A new person chooses a password; one who has an account signs in and accepts."""
    invitation = find_open_invitation(request.session.get(INVITED_BY, ""), timezone.now())
    if invitation is None:
        return render(request, "accounts/invitation_closed.html", status=410)
    person = User.objects.filter(email=invitation.email).first()
    has_account = person is not None and person.has_usable_password()
    if has_account and request.user != person:
        return render(request, "accounts/open_account_sign_in.html")
    form = None if has_account else PasswordForm(request.POST or None, person=person or User(email=invitation.email))
    if request.method == "POST" and (form is None or form.is_valid()):
        password = form.cleaned_data["password"] if form else ""
        person = actions.accept_invitation(invitation, password=password, now=timezone.now(), by=request.user)
        del request.session[INVITED_BY]
        return redirect("/") if has_account else _sign_in(request, person)
    status = 422 if form is not None and form.errors else 200
    return render(request, "accounts/open_account.html", {"form": form}, status=status)


def _sign_in(request, person):
    """Through allauth, so that every stage of a sign-in (a second factor, if there is one) is passed."""
    if request.user.is_authenticated:
        logout(request)
    attempt = Login(user=person, redirect_url="/", email=person.email)
    return perform_password_login(request, {"email": person.email}, attempt)
