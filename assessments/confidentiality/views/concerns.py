"""Safeguarding concerns: the leads' pages, and a learner's wish to talk to somebody."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.confidentiality import actions, queries
from assessments.confidentiality.forms import ActionTakenForm, TalkForm
from assessments.confidentiality.states import ConcernAbout
from cpd.accounts.guards import open_to
from cpd.accounts.models import Preferences
from cpd.accounts.roles import Role
from cpd.accounts.views.leaving import keeps_typed

PAGE_SIZE = 30


@open_to(Role.SAFEGUARDING)
@require_GET
def list_concerns(request):
    page = Paginator(queries.list_concerns(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "now": timezone.now()}
    return render(request, "assessments/confidentiality/list_concerns.html", context)


@open_to(Role.SAFEGUARDING)
@require_http_methods(["GET", "POST"])
def show_concern(request, concern_id):
    concern = get_object_or_404(queries.list_concerns(request.user), pk=concern_id)
    is_own_wish = concern.about == ConcernAbout.SELF
    form = ActionTakenForm(request.POST if request.method == "POST" else None, is_own_wish=is_own_wish)
    if form.is_valid():
        actions.close_concern(concern, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The concern is closed.")
        return redirect("confidentiality:list_concerns")
    contact = Preferences.objects.filter(person=concern.raised_by_id).first() if is_own_wish else None
    context = {
        "concern": concern,
        "form": form,
        "is_own_wish": is_own_wish,
        "contact": contact,
        "is_late": not concern.closed_at and timezone.now() > concern.due_at,
    }
    return render(request, "assessments/confidentiality/show_concern.html", context, status=422 if form.errors else 200)


@open_to(Role.SAFEGUARDING)
@require_POST
def take_concern(request, concern_id):
    concern = get_object_or_404(queries.list_concerns(request.user), pk=concern_id)
    actions.take_concern(concern, by=request.user, now=timezone.now())
    messages.success(request, "The concern is yours. The other leads see that.")
    return redirect("confidentiality:show_concern", concern.pk)


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def ask_to_talk(request):
    form = keeps_typed(request, TalkForm(request.POST if request.method == "POST" else None))
    if form.is_valid():
        actions.ask_to_talk(**form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Somebody will get in touch by the end of the next working day.")
        return redirect("accounts:show_safety")
    return render(
        request, "assessments/confidentiality/ask_to_talk.html", {"form": form}, status=422 if form.errors else 200
    )
