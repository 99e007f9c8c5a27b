"""Asking a manager for a confirmation, and the page on which she answers without an account."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments.portfolios import actions
from assessments.portfolios.forms.statements import AnswerForm, AskManagerForm
from assessments.portfolios.models import Attestation, EvidenceItem, Submission
from assessments.portfolios.rules import check_can_answer, check_can_change, check_can_work
from assessments.portfolios.tokens import digest_of_token
from assessments.portfolios.views.own import own_item, own_submission, posted
from cpd.accounts.guards import open_to, open_to_public
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed, refusal


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
        Attestation.objects.select_related("submission__portfolio__enrolment__learner", "item"),
        token_digest=digest_of_token(token),
    )
    page = "assessments/portfolios/answer_manager.html"
    now = timezone.now()
    if closed := refusal(check_can_answer, attestation, now):
        return render(request, page, {"closed": closed}, status=410)
    form = AnswerForm(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        actions.answer_manager(
            attestation,
            confirmed=given["answer"] == "yes",
            statement=given["statement"],
            role=given["role"],
            now=now,
        )
        return render(request, page, {"is_answered": True})
    context = {"form": form, "attestation": attestation, "learner": attestation.submission.portfolio.enrolment.learner}
    return render(request, page, context, status=422 if form.is_bound else 200)


def _ask(request: HttpRequest, submission: Submission, item: EvidenceItem | None) -> HttpResponse:
    enrolment = submission.portfolio.enrolment
    initial = {"name": enrolment.manager_name, "email": enrolment.manager_email}
    form = AskManagerForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            attestation, _ = actions.ask_manager(
                submission, item=item, **form.cleaned_data, by=request.user, now=timezone.now()
            )
        except NotAllowed as no:
            form.add_error("email", str(no))
        else:
            messages.success(request, f"An e-mail with a link goes to {attestation.manager_email}.")
            if item:
                return redirect("portfolios:show_item", item.pk)
            return redirect("portfolios:show_portfolio", submission.pk)
    context = {"form": form, "submission": submission, "item": item}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/portfolios/ask_manager.html", context, status=status)
