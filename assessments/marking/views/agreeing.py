"""Where the second of two assessors answers what the first proposes, and either of them asks for a third."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.marking import actions, queries, rules
from assessments.marking.agreeing import marks_of
from assessments.marking.forms import AnswerForm
from assessments.marking.models import Agreement
from assessments.marking.states import AgreementState
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import refusal


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def agree_mark(request, agreement_id):
    agreement = _own_agreement(request, agreement_id)
    form, status = AnswerForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        try:
            sentence = _answer(request, agreement, **form.cleaned_data)
        except actions.Stale:
            status = 409
        else:
            messages.success(request, sentence)
            return redirect("marking:show_queue")
    elif request.method == "POST":
        status = 422
    mark, writes_it = agreement.allocation.mark, agreement.allocation.assessor_id == request.user.pk
    context = {
        "agreement": agreement,
        "enrolment": agreement.submission.portfolio.enrolment,
        "mark": mark,
        "marks": marks_of(agreement),
        "rows": queries.list_rows(mark),
        "form": form,
        "seen": queries.version_of(mark),
        "is_stale": status == 409,
        "writes_it": writes_it,
        "shows_proposal": writes_it or agreement.state != AgreementState.OPEN,
        "may_agree": not refusal(rules.check_can_answer, request.user, agreement),
        "may_ask_third": not refusal(rules.check_can_ask_third, request.user, agreement, "reason"),
    }
    return render(request, "assessments/marking/agree_mark.html", context, status=status)


def _answer(request, agreement: Agreement, *, answer: str, seen: int) -> str:
    now, then = timezone.now(), request.POST.get("then")
    if then == "third":
        actions.ask_third(agreement, reason=answer, by=request.user, now=now)
        return "The coordinator is asked for a third assessor. Both marks and everything you wrote are kept."
    if then == "discuss":
        actions.discuss(agreement, answer=answer, by=request.user, now=now)
        return "The mark is open again."
    actions.agree(agreement, by=request.user, now=now, seen=seen)
    return "The mark is agreed and goes to the moderator."


def _own_agreement(request, agreement_id) -> Agreement:
    """Of the two who marked apart, or of the third who settles it; it exists only once both of their marks are final."""
    mine = Q(first__assessor=request.user) | Q(second__assessor=request.user) | Q(allocation__assessor=request.user)
    rows = Agreement.objects.standing().filter(mine)
    return get_object_or_404(
        rows.select_related(
            "allocation__mark",
            "allocation__assessor",
            "first__assessor",
            "second__assessor",
            "third__assessor",
            "submission__portfolio__enrolment__version__module",
            "submission__portfolio__enrolment__cohort",
        ),
        pk=agreement_id,
    )
