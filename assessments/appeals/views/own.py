"""A learner's appeal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.appeals import actions, rules
from assessments.appeals.forms import AppealForm
from assessments.appeals.models import Appeal
from assessments.appeals.reading import read_own
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day, when
from cpd.accounts.views.leaving import keeps_typed
from cpd.rules import NotAllowed, refusal


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def make_appeal(request: HttpRequest, submission_id) -> HttpResponse:
    mine = Submission.objects.of(request.user).select_related(
        "portfolio__enrolment__cohort", "portfolio__enrolment__version"
    )
    submission = get_object_or_404(mine, pk=submission_id)
    form = AppealForm(request.POST if request.method == "POST" else None)
    no = refusal(rules.check_can_appeal, request.user, submission, "words", timezone.now())
    if not no:
        keeps_typed(request, form)
    if form.is_valid():
        try:
            appeal = actions.make_appeal(submission, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as not_allowed:
            form.add_error(None, str(not_allowed))
        else:
            messages.success(request, "Your appeal is made. Your result stands until it is answered.")
            return redirect("appeals:show_appeal", appeal.pk)
    has_result = submission.state == SubmissionState.RELEASED
    context = {
        "form": form,
        "submission": submission,
        "refusal": no,
        "closes_at": rules.appeal_closes_at(submission) if has_result else None,
    }
    return render(request, "assessments/appeals/make_appeal.html", context, status=422 if form.errors else 200)


@open_to(Role.LEARNER)
@require_safe
def show_appeal(request: HttpRequest, appeal_id) -> HttpResponse:
    """With its answer, and whether somebody outside can look at it (APL-3)."""
    appeal = _own(request, appeal_id)
    rows = [("About", appeal.get_ground_display()), ("Made", when(appeal.made_at))]
    if appeal.is_open:
        rows.append(("Answer by", day(appeal.answer_by)))
    if appeal.answer:
        rows += [("Answer", appeal.get_answer_display()), ("Answered", when(appeal.ended_at))]
    context = {
        "appeal": appeal,
        "rows": rows,
        "written": read_own(appeal, by=request.user),
        "rules": appeal.submission.portfolio.enrolment.rules,
        "may_withdraw": not refusal(rules.check_can_withdraw, request.user, appeal),
    }
    return render(request, "assessments/appeals/show_appeal.html", context)


@open_to(Role.LEARNER)
@require_POST
def withdraw_appeal(request: HttpRequest, appeal_id) -> HttpResponse:
    appeal = actions.withdraw_appeal(_own(request, appeal_id), by=request.user, now=timezone.now())
    messages.success(request, "You took your appeal back. Your result stands.")
    return redirect("appeals:show_appeal", appeal.pk)


def _own(request: HttpRequest, appeal_id) -> Appeal:
    mine = Appeal.objects.of(request.user).select_related("submission__portfolio__enrolment__cohort")
    return get_object_or_404(mine, pk=appeal_id)
