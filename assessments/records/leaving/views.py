"""Requests for erasure: asked for by anybody about themselves, decided by two keepers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.records.keeping.rules import KEEPERS
from assessments.records.leaving import actions, queries, rules
from assessments.records.leaving.forms import EnterForm, RefuseForm
from assessments.records.leaving.models import ErasureRequest
from assessments.records.leaving.states import ErasureState
from cpd.accounts.guards import open_to, open_to_signed_in
from cpd.accounts.models import User
from cpd.rules import NotAllowed, refusal

FOLDER = "assessments/records/leaving"


@open_to_signed_in
@require_http_methods(["GET", "POST"])
def ask_for_erasure(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        actions.ask_for_erasure(request.user, by=request.user, now=timezone.now())
        messages.success(request, "Asked for. Two people look at it; you are answered within 30 days.")
        return redirect("records:show_information")
    context = {
        "refusal": refusal(rules.check_can_ask, request.user, request.user, timezone.localdate()),
        "keeps": queries.what_keeps(request.user, timezone.localdate()),
    }
    return render(request, f"{FOLDER}/ask_for_erasure.html", context)


@open_to_signed_in
@require_POST
def withdraw_erasure(request: HttpRequest, erasure_id) -> HttpResponse:
    erasure = get_object_or_404(ErasureRequest.objects.filter(person=request.user), pk=erasure_id)
    actions.withdraw_erasure(erasure, by=request.user, now=timezone.now())
    messages.success(request, "Taken back. Nothing is erased.")
    return redirect("records:show_information")


@open_to(*KEEPERS)
@require_safe
def list_erasures(request: HttpRequest) -> HttpResponse:
    rows = list(queries.list_requests(request.user)[:100])
    context = {"waiting": [row for row in rows if row.is_open], "over": [row for row in rows if not row.is_open]}
    return render(request, f"{FOLDER}/list_erasures.html", context | {"today": timezone.localdate()})


@open_to(*KEEPERS)
@require_http_methods(["GET", "POST"])
def enter_erasure(request: HttpRequest) -> HttpResponse:
    form = EnterForm(request.POST or None)
    if form.is_valid():
        address = User.objects.normalise(form.cleaned_data["email"])
        person = User.objects.seen_by(request.user).filter(email=address).first()
        try:
            if person is None:
                raise NotAllowed("There is no account with this address.")
            asked_by = form.cleaned_data["asked_by"]
            erasure = actions.ask_for_erasure(person, asked_by=asked_by, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "Entered. It is to be answered within 30 days.")
            return redirect("records:show_erasure", erasure.pk)
    return render(request, f"{FOLDER}/enter_erasure.html", {"form": form}, status=422 if form.errors else 200)


@open_to(*KEEPERS)
@require_safe
def show_erasure(request: HttpRequest, erasure_id) -> HttpResponse:
    return _page(request, _found(request, erasure_id))


@open_to(*KEEPERS)
@require_POST
def agree_to_erasure(request: HttpRequest, erasure_id) -> HttpResponse:
    actions.agree_to_erasure(_found(request, erasure_id), by=request.user, now=timezone.now())
    messages.success(request, "Agreed. A second person has to approve it.")
    return redirect("records:show_erasure", erasure_id)


@open_to(*KEEPERS)
@require_POST
def approve_erasure(request: HttpRequest, erasure_id) -> HttpResponse:
    actions.approve_erasure(_found(request, erasure_id), by=request.user, now=timezone.now())
    messages.success(request, "Approved. It is being carried out.")
    return redirect("records:show_erasure", erasure_id)


@open_to(*KEEPERS)
@require_POST
def refuse_erasure(request: HttpRequest, erasure_id) -> HttpResponse:
    erasure, form = _found(request, erasure_id), RefuseForm(request.POST)
    if form.is_valid():
        actions.refuse_erasure(erasure, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Refused. The person reads your sentence.")
        return redirect("records:show_erasure", erasure_id)
    return _page(request, erasure, form=form)


def _found(request: HttpRequest, erasure_id) -> ErasureRequest:
    rows = ErasureRequest.objects.seen_by(request.user).select_related("person", "agreed_by", "decided_by")
    return get_object_or_404(rows, pk=erasure_id)


def _page(request: HttpRequest, erasure: ErasureRequest, form: RefuseForm | None = None) -> HttpResponse:
    today = timezone.localdate()
    keeps = queries.what_keeps(erasure.person, today)
    context = {
        "erasure": erasure,
        "keeps": keeps,
        "numbers": queries.numbers_of(erasure.person_id),
        "agree_refusal": refusal(rules.check_can_agree, request.user, erasure, today),
        "approve_refusal": refusal(rules.check_can_approve, request.user, erasure, today),
        "may_refuse": not refusal(rules.check_can_refuse, request.user, erasure, "x", today),
        "refuse_form": form or RefuseForm(initial={"answer": " ".join(keeps.sentences)}),
        "form": form,
        "is_asked": erasure.state == ErasureState.ASKED,
        "is_agreed": erasure.state == ErasureState.AGREED,
    }
    return render(request, f"{FOLDER}/show_erasure.html", context, status=422 if form else 200)
