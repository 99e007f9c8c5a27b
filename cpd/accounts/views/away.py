"""A learner's list of whom to keep away, and the safeguarding lead's pages about it; nobody else opens either."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cpd.accounts import actions
from cpd.accounts.away import meetings, queries
from cpd.accounts.forms import FindAccountForm, KeepAwayForm, RecogniseForm
from cpd.accounts.guards import open_to
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.views.leaving import keeps_typed
from cpd.rules import NotAllowed

PER_PAGE = 30


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def list_my_kept_away(request):
    form = keeps_typed(request, KeepAwayForm(request.POST or None))
    if form.is_valid():
        try:
            actions.keep_away(**form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error("name", str(no))
        else:
            messages.success(request, "Saved. It holds from now on, and the safeguarding lead is told.")
            return redirect("accounts:list_my_kept_away")
    context = {"form": form, "entries": queries.list_own(request.user)}
    return render(request, "accounts/list_my_kept_away.html", context, status=422 if form.errors else 200)


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def withdraw_name(request, entry_id):
    entry = get_object_or_404(queries.list_own(request.user), pk=entry_id)
    if request.method == "POST":
        actions.withdraw_name(entry, by=request.user, now=timezone.now())
        messages.success(request, "The name is off your list.")
        return redirect("accounts:list_my_kept_away")
    return render(request, "accounts/withdraw_name.html", {"entry": entry})


@open_to(Role.SAFEGUARDING)
@require_safe
def list_kept_away(request):
    page = Paginator(queries.list_entries(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/list_kept_away.html", {"page": page})


@open_to(Role.SAFEGUARDING)
@require_safe
def show_kept_away(request, entry_id):
    entry = _entry(request, entry_id)
    form = FindAccountForm(request.GET or None)
    words = form.cleaned_data["search"].strip() if form.is_valid() else ""
    accounts = [
        (person, how, meetings.between(entry.learner, person) if how else [])
        for person, how in queries.list_accounts(entry)
    ]
    known = {person.pk for person, _, _ in accounts}
    context = {
        "entry": entry,
        "accounts": accounts,
        "form": form,
        "words": words,
        "found": [one for one in queries.search_accounts(words, entry) if one.pk not in known] if words else [],
    }
    return render(request, "accounts/show_kept_away.html", context)


@open_to(Role.SAFEGUARDING)
@require_POST
def recognise_account(request, entry_id):
    entry = _entry(request, entry_id)
    form = RecogniseForm(request.POST)
    if not form.is_valid():
        raise Http404
    person = get_object_or_404(User, pk=form.cleaned_data["person"])
    is_same = form.cleaned_data["is_same"]
    actions.recognise(entry, person=person, is_same=is_same, by=request.user, now=timezone.now())
    messages.success(request, f"Saved: {person} is {'kept away' if is_same else 'not the person who was named'}.")
    return redirect("accounts:show_kept_away", entry.pk)


def _entry(request, entry_id):
    return get_object_or_404(queries.list_entries(request.user).prefetch_related("recognitions"), pk=entry_id)
