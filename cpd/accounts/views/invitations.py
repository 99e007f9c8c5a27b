"""Inviting people, and taking an invitation back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cpd.accounts import actions
from cpd.accounts.forms import InviteForm
from cpd.accounts.guards import open_to
from cpd.accounts.models import Invitation
from cpd.accounts.queries import list_open_invitations
from cpd.accounts.roles import Role

PER_PAGE = 30


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def invite_person(request):
    form = InviteForm(request.POST or None)
    if form.is_valid():
        actions.invite(**form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The invitation is on its way. It names no employer, role or module.")
        return redirect("accounts:list_invitations")
    return render(request, "accounts/invite_person.html", {"form": form}, status=422 if form.errors else 200)


@open_to(Role.ADMINISTRATOR)
@require_safe
def list_invitations(request):
    page = Paginator(list_open_invitations(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/list_invitations.html", {"page": page, "now": timezone.now()})


@open_to(Role.ADMINISTRATOR)
@require_POST
def cancel_invitation(request, invitation_id):
    invitation = get_object_or_404(Invitation.objects.seen_by(request.user), pk=invitation_id)
    actions.cancel_invitation(invitation, by=request.user, now=timezone.now())
    messages.success(request, "The invitation is cancelled: its link no longer works.")
    return redirect("accounts:list_invitations")
