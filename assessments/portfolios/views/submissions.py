"""Check and submit, the receipt, and taking a submission back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.portfolios import actions, queries
from assessments.portfolios.contents import load_contents
from assessments.portfolios.currency import practice_gaps
from assessments.portfolios.fingerprints import fingerprint
from assessments.portfolios.forms.statements import SubmitForm
from assessments.portfolios.gaps import Gap, find_gaps
from assessments.portfolios.identifiers import Word, check_words_are_answered, list_words, load_watch
from assessments.portfolios.manifest import read_receipt
from assessments.portfolios.models import Submission
from assessments.portfolios.pdf import draw_receipt
from assessments.portfolios.rules import check_can_submit, check_can_take_back
from assessments.portfolios.states import SEALED
from assessments.portfolios.views.own import own_submission
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import refusal


@open_to(Role.LEARNER)
@require_http_methods(["GET", "HEAD", "POST"])
def check_submission(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    submission = own_submission(request, submission_id)
    if submission.state in SEALED:
        return redirect("portfolios:show_receipt", submission.pk)
    if request.method != "POST":
        return _render_check(request, submission)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return _render_check(request, submission, form, status=422)
    try:
        actions.submit(
            submission,
            declarations=form.declarations(),
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=timezone.now(),
        )
    except actions.Changed as changed:
        return _render_check(request, submission, changed=str(changed), status=409)
    return redirect("portfolios:show_receipt", submission.pk)


@open_to(Role.LEARNER)
@require_safe
def show_receipt(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    submission = own_submission(request, submission_id)
    if not submission.manifest:
        messages.info(request, "This portfolio is not submitted at the moment, so there is no receipt.")
        return redirect("portfolios:show_portfolio", submission.pk)
    context = {
        "submission": submission,
        "receipt": read_receipt(submission.manifest),
        "steps": queries.list_steps(submission),
        "can_take_back": not refusal(check_can_take_back, request.user, submission),
    }
    return render(request, "assessments/portfolios/show_receipt.html", context)


@open_to(Role.LEARNER)
@require_safe
def download_receipt(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    submission = own_submission(request, submission_id)
    if not submission.manifest:
        return redirect("portfolios:show_receipt", submission.pk)
    response = HttpResponse(draw_receipt(submission.manifest), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{submission.reference}.pdf"'
    return response


@open_to(Role.LEARNER)
@require_safe
def download_manifest(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    submission = own_submission(request, submission_id)
    if not submission.manifest:
        return redirect("portfolios:show_receipt", submission.pk)
    response = HttpResponse(submission.manifest, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="manifest-{submission.reference}.json"'
    return response


@open_to(Role.LEARNER)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    submission = own_submission(request, submission_id)
    if request.method == "POST":
        actions.take_back(submission, by=request.user, now=timezone.now())
        messages.success(request, "Your portfolio is a draft again. Nothing in it has changed.")
        return redirect("portfolios:show_portfolio", submission.pk)
    check_can_take_back(request.user, submission)
    deadline = queries.describe_deadline(submission, timezone.now())
    context = {"submission": submission, "deadline": deadline}
    return render(request, "assessments/portfolios/take_back.html", context)


def _render_check(
    request: HttpRequest, submission: Submission, form: SubmitForm | None = None, changed: str = "", status: int = 200
) -> HttpResponse:
    contents = load_contents(submission)
    now = timezone.now()
    words = list_words(contents.items, load_watch(submission.portfolio))
    gaps = [*find_gaps(contents), *practice_gaps(contents, timezone.localdate(now)), *_waiting(words)]
    context = {
        "submission": submission,
        "contents": contents,
        "tasks": queries.list_task_rows(contents),
        "coverage": queries.list_coverage(contents),
        "deadline": queries.describe_deadline(submission, now),
        "hard_gaps": [gap for gap in gaps if gap.is_hard],
        "soft_gaps": [gap for gap in gaps if not gap.is_hard],
        "submit_refusal": refusal(check_can_submit, request.user, contents, now)
        or refusal(check_words_are_answered, words),
        "changed": changed,
        "form": form or SubmitForm(initial={"seen": fingerprint(contents)}),
    }
    return render(request, "assessments/portfolios/check_submission.html", context, status=status)


def _waiting(words: list[Word]) -> list[Gap]:
    """What the identity check found and nobody has answered."""
    waiting = sum(word.is_open for word in words)
    if not waiting:
        return []
    what = "One word or number" if waiting == 1 else f"{waiting} words or numbers"
    return [Gap(f"{what} may identify somebody. Change, replace or keep each of them.", "words", "")]
