"""Passages that learners keep for a reason: a safeguarding lead reads these, and nothing else of the portfolio."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assessments.confidentiality import actions
from assessments.confidentiality.forms.passages import PassagesForm
from assessments.confidentiality.passages import list_submissions, list_waiting_passages, read_waiting
from assessments.confidentiality.rules.passages import check_can_review
from assessments.confidentiality.views.raising import raise_from
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role

PAGE_SIZE = 30


@open_to(Role.SAFEGUARDING)
@require_GET
def list_passages(request):
    page = Paginator(list_submissions(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "assessments/confidentiality/list_passages.html", {"page": page})


@open_to(Role.SAFEGUARDING)
@require_http_methods(["GET", "HEAD", "POST"])
def review_passages(request, submission_id):
    submission = get_object_or_404(
        Submission.objects.seen_by(request.user).select_related("portfolio__enrolment__learner").defer("manifest"),
        pk=submission_id,
    )
    now = timezone.now()
    check_can_review(request.user, submission, timezone.localdate(now))
    rows = list(list_waiting_passages(submission))
    if not rows:
        messages.info(request, "No passage of this portfolio waits for you.")
        return redirect("confidentiality:list_passages")
    form = PassagesForm(request.POST if request.method == "POST" else None, rows=rows)
    if form.is_valid():
        reviewed = actions.review_passages(submission, verdicts=form.verdicts(), by=request.user, now=now)
        messages.success(request, _say(reviewed))
        return redirect("confidentiality:list_passages")
    waiting = read_waiting(rows, by=request.user, now=now)
    context = {
        "submission": submission,
        "form": form,
        "passages": [(passage, form[str(passage.row.pk)]) for passage in waiting],
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/confidentiality/review_passages.html", context, status=status)


@open_to(Role.SAFEGUARDING)
@require_http_methods(["GET", "POST"])
def raise_passage_concern(request, submission_id):
    submission = get_object_or_404(Submission.objects.seen_by(request.user).defer("manifest"), pk=submission_id)
    check_can_review(request.user, submission, timezone.localdate())
    back = reverse("confidentiality:review_passages", args=[submission.pk])
    return raise_from(request, submission, back=back)


def _say(submission: Submission) -> str:
    outcome = {
        SubmissionState.RETURNED: "went back to its learner with the places to change.",
        SubmissionState.ACCEPTED: "is accepted and waits for an assessor.",
    }
    return f"{submission.reference} {outcome.get(submission.state, 'waits for intake, since it holds pictures or was opened there.')}"
