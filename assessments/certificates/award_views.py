"""Changing an award: writing it down, and what a second coordinator does with it (AWD-1)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.certificates import changing, changing_queries
from assessments.certificates import changing_rules as rules
from assessments.certificates.forms import AwardChangeForm, WordsForm
from assessments.certificates.models import Award, AwardChange
from assessments.certificates.states import AwardChangeState
from courses.delivery.models import Enrolment
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day
from cpd.rules import NotAllowed, refusal

PAGE = 30


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def change_award(request: HttpRequest, award_id) -> HttpResponse:
    seen = Award.objects.filter(enrolment__in=Enrolment.objects.seen_by(request.user))
    award = get_object_or_404(seen.select_related("enrolment__cohort"), pk=award_id)
    form = AwardChangeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            change = changing.change_award(award, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _said(change))
            return redirect("certificates:show_award_change", change.pk)
    context = {
        "award": award,
        "form": form,
        "changes": changing_queries.changes_of(award),
        "days": award.enrolment.rules.award_reply_working_days,
    }
    return render(request, "assessments/certificates/change_award.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR)
@require_GET
def list_award_changes(request: HttpRequest) -> HttpResponse:
    page = Paginator(changing_queries.list_award_changes(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/certificates/list_award_changes.html", {"page": page})


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def show_award_change(request: HttpRequest, award_change_id) -> HttpResponse:
    """What was decided, replied and answered; a post is the answer to the reply."""
    change, now = _seen(request, award_change_id), timezone.now()
    form = WordsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            changing.answer_reply(change, **form.cleaned_data, by=request.user, now=now)
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "Answered. The holder is told, and reads it on her page.")
            return redirect("certificates:show_award_change", change.pk)
    context = {
        "change": change,
        "form": form,
        "rows": changing_queries.rows_of(change),
        "written": changing_queries.words_of(change),
        "answer_refusal": refusal(rules.check_can_answer, request.user, change, "words", now),
        "refusal": refusal(rules.check_can_carry_out, request.user, change, now) if change.is_proposed else "",
        "may_drop": not refusal(rules.check_can_drop, request.user, change, now),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/certificates/show_award_change.html", context, status=status)


@open_to(Role.COORDINATOR)
@require_POST
def carry_out_change(request: HttpRequest, award_change_id) -> HttpResponse:
    change = changing.carry_out(_seen(request, award_change_id), by=request.user, now=timezone.now())
    messages.success(
        request, "The award is revoked. The holder is told, and the public check shows it within a minute."
    )
    return redirect("certificates:show_award_change", change.pk)


@open_to(Role.COORDINATOR)
@require_POST
def drop_change(request: HttpRequest, award_change_id) -> HttpResponse:
    change = changing.drop_change(_seen(request, award_change_id), by=request.user, now=timezone.now())
    messages.success(request, "Dropped. The award stays as it is, and the holder is told.")
    return redirect("certificates:show_award_change", change.pk)


def _seen(request: HttpRequest, pk) -> AwardChange:
    found = AwardChange.objects.seen_by(request.user)
    return get_object_or_404(found.select_related("award__enrolment__cohort", "proposed_by"), pk=pk)


def _said(change: AwardChange) -> str:
    if change.state == AwardChangeState.PROPOSED:
        return f"The holder is told. She may reply until {day(change.reply_by)}; then a second coordinator decides."
    return "Done, and the holder is told. The public check shows it within a minute."
