"""Asking a manager for a confirmation, a coordinator's look at an address, and the page on which she answers."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.portfolios import actions, queries
from assessments.portfolios.attesting import check_can_answer
from assessments.portfolios.forms.statements import AddressForm, AnswerForm, AskManagerForm
from assessments.portfolios.models import Attestation, EvidenceItem, Submission
from assessments.portfolios.reading import open_evidence
from assessments.portfolios.rules import check_can_change, check_can_open, check_can_work
from assessments.portfolios.states import AttestationState, Because, ItemKind
from assessments.portfolios.tokens import digest_of_token
from assessments.portfolios.views.own import own_item, own_submission, posted
from courses.catalogue.states import Mode
from cpd.accounts.guards import open_to, open_to_public
from cpd.accounts.roles import Role
from cpd.accounts.views.leaving import keeps_typed
from cpd.rules import NotAllowed, refusal

PER_PAGE = 30


@open_to(Role.LEARNER)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_manager(request: HttpRequest, item_id: UUID) -> HttpResponse:
    item = own_item(request, item_id)
    check_can_change(request.user, item.submission, item)
    return _ask(request, item.submission, item)


@open_to(Role.LEARNER)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_manager_about_all(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    submission = own_submission(request, submission_id)
    check_can_work(request.user, submission)
    return _ask(request, submission, None)


@open_to(Role.LEARNER)
@require_POST
def cancel_request(request: HttpRequest, attestation_id: UUID) -> HttpResponse:
    attestation = get_object_or_404(
        Attestation.objects.select_related("submission"),
        submission__portfolio__enrolment__learner=request.user,
        pk=attestation_id,
    )
    actions.cancel_request(attestation, by=request.user, now=timezone.now())
    messages.success(request, "The request is cancelled. The link in the e-mail no longer works.")
    if attestation.item_id:
        return redirect("portfolios:show_item", attestation.item_id)
    return redirect("portfolios:show_portfolio", attestation.submission_id)


@open_to_public
@require_http_methods(["GET", "HEAD", "POST"])
def answer_manager(request: HttpRequest, token: str) -> HttpResponse:
    attestation = get_object_or_404(
        Attestation.objects.select_related("submission__portfolio__enrolment__learner", "item__task"),
        token_digest=digest_of_token(token),
    )
    page = "assessments/portfolios/answer_manager.html"
    now = timezone.now()
    if closed := refusal(check_can_answer, attestation, now):
        return render(request, page, {"closed": closed}, status=410)
    item = attestation.item
    is_supervision = item is not None and item.mode == Mode.SUPERVISION_CONFIRMATION
    is_original = item is not None and item.kind == ItemKind.SIGHTED and not is_supervision
    form = AnswerForm(posted(request), is_original=is_original, today=timezone.localdate(now))
    if form.is_valid():
        form.cleaned_data.pop("is_manager")
        actions.answer_manager(attestation, **form.cleaned_data, now=now)
        return render(request, page, {"is_answered": True})
    context = {
        "form": form,
        "attestation": attestation,
        "learner": attestation.submission.portfolio.enrolment.learner,
        "is_original": is_original,
        "is_supervision": is_supervision,
        "shows": _shown_to_manager(item, now),
        "claims": item.claims.select_related("criterion").order_by("criterion__position") if item else [],
    }
    return render(request, page, context, status=422 if form.is_bound else 200)


@open_to(Role.COORDINATOR)
@require_safe
def list_addresses(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.list_addresses(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/portfolios/list_addresses.html", {"page": page})


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def check_address(request: HttpRequest, attestation_id: UUID) -> HttpResponse:
    attestation = get_object_or_404(queries.list_addresses(request.user), pk=attestation_id)
    initial = {"name": attestation.manager_name, "email": attestation.manager_email}
    form = AddressForm(posted(request), initial=initial)
    if form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        try:
            if given["decision"] == "refuse":
                actions.refuse_address(attestation, reason=given["how"], by=request.user, now=now)
                messages.success(request, "Nothing is sent. The learner is told.")
            else:
                actions.confirm_address(
                    attestation, name=given["name"], email=given["email"], how=given["how"], by=request.user, now=now
                )
                messages.success(request, "The address is confirmed. The link is on its way.")
        except NotAllowed as no:
            form.add_error("email", str(no))
        else:
            return redirect("portfolios:list_addresses")
    enrolment = attestation.submission.portfolio.enrolment
    context = {"attestation": attestation, "enrolment": enrolment, "learner": enrolment.learner, "form": form}
    return render(request, "assessments/portfolios/check_address.html", context, status=422 if form.is_bound else 200)


def _shown_to_manager(item: EvidenceItem | None, now) -> list[str]:
    """What an item that was not uploaded says of itself, and a reflection that she opened to whom she asks."""
    if item is None or refusal(check_can_open, None, item, Because.ATTESTATION):
        return []
    return open_evidence(item, by=None, because=Because.ATTESTATION, now=now).paragraphs


def _ask(request: HttpRequest, submission: Submission, item: EvidenceItem | None) -> HttpResponse:
    enrolment = submission.portfolio.enrolment
    initial = {"name": enrolment.manager_name, "email": enrolment.manager_email}
    form = keeps_typed(request, AskManagerForm(posted(request), initial=initial))
    if form.is_valid():
        try:
            attestation, _ = actions.ask_manager(
                submission, item=item, **form.cleaned_data, by=request.user, now=timezone.now()
            )
        except NotAllowed as no:
            form.add_error("email", str(no))
        else:
            messages.success(request, _what_happens(attestation))
            if item:
                return redirect("portfolios:show_item", item.pk)
            return redirect("portfolios:show_portfolio", submission.pk)
    context = {"form": form, "submission": submission, "item": item}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/portfolios/ask_manager.html", context, status=status)


def _what_happens(attestation: Attestation) -> str:
    if attestation.state == AttestationState.WAITING:
        return "Your coordinator makes sure of this address first. Then the link goes there."
    return f"An e-mail with a link goes to {attestation.manager_email}."
