"""Pages on which a submission is checked before an assessor sees it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.confidentiality import actions, queries, rules
from assessments.confidentiality.evidence import read_submission
from assessments.confidentiality.forms import OpenForm, QuarantineForm, ReturnForm
from assessments.confidentiality.views.raising import raise_from
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.states import ItemKind, SubmissionState
from assessments.portfolios.views.handing import hand_over, hand_over_page
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import refusal

PAGE_SIZE = 30


@open_to(Role.COORDINATOR, Role.SAFEGUARDING)
@require_GET
def list_intake(request):
    page = Paginator(queries.list_waiting(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "assessments/confidentiality/list_intake.html",
        {"page": page, "today": timezone.now(), "is_lead": request.role == Role.SAFEGUARDING},
    )


@open_to(Role.COORDINATOR, Role.SAFEGUARDING)
@require_GET
def show_intake(request, submission_id):
    submission = get_object_or_404(queries.get_submission(submission_id))
    today = timezone.localdate()
    rules.check_can_do_intake(request.user, submission, today)
    may_read = not refusal(rules.check_can_read, request.user, submission, today)
    context = {
        "submission": submission,
        "enrolment": submission.portfolio.enrolment,
        "decisions": queries.list_decisions(submission),
        "may_read": may_read,
        "may_accept": may_read and submission.state == SubmissionState.SUBMITTED,
        "open_refusal": refusal(rules.check_can_open_for_intake, request.user, submission, "reason", today),
        "form": OpenForm(),
    }
    if may_read:
        pieces = read_submission(submission, by=request.user, because="intake", now=timezone.now())
        context["pieces"], context["shows_pages"] = pieces, True
        context["downloads"] = {
            piece.item.pk: _item_url("download_item", piece.item) for piece in pieces if piece.is_file
        }
        context["locks"] = {piece.item.pk: _item_url("quarantine_item", piece.item) for piece in pieces}
    return render(request, "assessments/confidentiality/show_intake.html", context)


@open_to(Role.COORDINATOR, Role.SAFEGUARDING)
@require_POST
def open_submission(request, submission_id):
    submission = get_object_or_404(queries.get_submission(submission_id))
    form = OpenForm(request.POST)
    if form.is_valid():
        actions.open_for_intake(submission, **form.cleaned_data, by=request.user, now=timezone.now())
        return redirect("confidentiality:show_intake", submission.pk)
    context = {"submission": submission, "enrolment": submission.portfolio.enrolment, "form": form}
    return render(request, "assessments/confidentiality/show_intake.html", context, status=422)


@open_to(Role.COORDINATOR, Role.SAFEGUARDING)
@require_POST
def accept_submission(request, submission_id):
    submission = get_object_or_404(Submission, pk=submission_id)
    actions.accept(submission, by=request.user, now=timezone.now())
    messages.success(request, f"{submission.reference} is accepted and waits for an assessor.")
    return redirect("confidentiality:list_intake")


@open_to(Role.COORDINATOR, Role.SAFEGUARDING)
@require_http_methods(["GET", "POST"])
def return_submission(request, submission_id):
    submission = get_object_or_404(queries.get_submission(submission_id))
    rules.check_can_decide(request.user, submission, timezone.localdate())
    items = sorted(
        submission.items.present().for_assessors().select_related("task"), key=lambda item: int(item.label[1:])
    )
    form = ReturnForm(request.POST if request.method == "POST" else None, items=items)
    if form.is_valid():
        actions.return_for_correction(submission, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"{submission.reference} went back for a correction.")
        return redirect("confidentiality:list_intake")
    context = {"submission": submission, "form": form}
    return render(
        request, "assessments/confidentiality/return_submission.html", context, status=422 if form.errors else 200
    )


@open_to(Role.COORDINATOR, Role.SAFEGUARDING)
@require_http_methods(["GET", "POST"])
def quarantine_item(request, submission_id, item_id):
    item = get_object_or_404(_items(submission_id), pk=item_id)
    rules.check_can_decide(request.user, item.submission, timezone.localdate())
    form = QuarantineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.quarantine_item(item, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"{item.label} is locked away and an incident is open. The learner has a new draft.")
        return redirect("confidentiality:list_intake")
    back = reverse("confidentiality:show_intake", args=[item.submission_id])
    context = {"item": item, "form": form, "back_url": back, "is_sent_back": True}
    return render(
        request, "assessments/confidentiality/quarantine_item.html", context, status=422 if form.errors else 200
    )


@open_to(Role.COORDINATOR, Role.SAFEGUARDING)
@require_GET
def download_item(request, submission_id, item_id):
    item = get_object_or_404(_items(submission_id).filter(kind=ItemKind.FILE), pk=item_id)
    rules.check_can_read(request.user, item.submission, timezone.localdate())
    return hand_over(request, item, because="intake", name=item.submission.reference)


@open_to(Role.COORDINATOR, Role.SAFEGUARDING)
@require_GET
def show_page(request, submission_id, item_id, number):
    """A page of an item as a picture, within the page of intake."""
    item = get_object_or_404(_items(submission_id).filter(kind=ItemKind.FILE), pk=item_id)
    rules.check_can_read(request.user, item.submission, timezone.localdate())
    return hand_over_page(request, item, number, because="intake", name=item.submission.reference)


@open_to(Role.COORDINATOR, Role.SAFEGUARDING)
@require_http_methods(["GET", "POST"])
def raise_concern(request, submission_id):
    submission = get_object_or_404(queries.get_submission(submission_id))
    rules.check_can_decide(request.user, submission, timezone.localdate())
    back = reverse("confidentiality:show_intake", args=[submission.pk])
    return raise_from(request, submission, back=back)


def _items(submission_id):
    return EvidenceItem.objects.filter(submission=submission_id).select_related(
        "task", "submission__portfolio__enrolment__learner"
    )


def _item_url(name: str, item: EvidenceItem) -> str:
    return reverse(f"confidentiality:{name}", args=[item.submission_id, item.pk])
