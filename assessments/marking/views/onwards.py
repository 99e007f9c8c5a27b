"""Where an assessor goes from the desk: to the next portfolio, to the next on one criterion, or where the mark now is."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from assessments.marking import actions, queries
from assessments.marking.models import Agreement, Allocation, Mark
from assessments.marking.states import AgreementState, AllocationState
from assessments.marking.views.own import candidate_of
from courses.catalogue.models import AssessmentCriterion


def go_where_it_is(allocation: Allocation):
    """A final mark and a lost draft are looked at; what waits for the other assessor is on the agreement's page."""
    if allocation.state == AllocationState.WITHDRAWN and hasattr(allocation, "mark"):
        return redirect("marking:show_draft", allocation.pk)
    if allocation.state == AllocationState.DONE:
        return redirect("marking:show_mark", allocation.mark.pk)
    agreement = getattr(allocation, "agreement", None)
    if agreement and agreement.state == AgreementState.PROPOSED:
        return redirect("marking:agree_mark", agreement.pk)
    return None


def go_on(request, allocation: Allocation, only: AssessmentCriterion | None):
    """After everything on the desk is saved, where the pressed button leads."""
    then = request.POST.get("then")
    if then == "finalise":
        return redirect("marking:finalise_mark", allocation.pk)
    if then == "next" and only:
        return _go_on_with(request, allocation, only)
    following = _next_after(request, allocation) if then == "next" else None
    if following:
        messages.success(request, f"{candidate_of(allocation)} is saved. This is the next one.")
        return redirect("marking:mark_submission", following.pk)
    if then == "next":
        messages.success(request, f"{candidate_of(allocation)} is saved. There is no other one to mark.")
    else:
        messages.success(request, "Everything is saved.")
    return redirect(desk_address(allocation, only))


def go_to_next(request, allocation: Allocation, ended: Mark | Agreement):
    """After a mark is final, or is put to the other assessor."""
    sentence = f"The mark of {candidate_of(allocation)} is final."
    if getattr(ended, "state", "") == AgreementState.PROPOSED:
        sentence = f"The other assessor of {candidate_of(allocation)} is asked to agree."
    following = _next_after(request, None)
    if following:
        messages.success(request, f"{sentence} This is the next one.")
        return redirect("marking:mark_submission", following.pk)
    messages.success(request, f"{sentence} There is nothing else to mark.")
    return redirect("marking:show_queue")


def desk_address(allocation: Allocation, only: AssessmentCriterion | None = None, bank: str = "") -> str:
    address = reverse("marking:mark_submission", args=[allocation.pk])
    asked = {name: value for name, value in (("only", only and only.pk), ("bank", bank)) if value}
    return f"{address}?{urlencode(asked)}" if asked else address


def _go_on_with(request, allocation: Allocation, only: AssessmentCriterion):
    following = queries.next_to_judge(request.user, only, after=allocation)
    if following:
        messages.success(request, f"{candidate_of(allocation)} is saved. This is the next one on {only.number}.")
        return redirect(desk_address(following, only))
    messages.success(
        request, f"{candidate_of(allocation)} is saved. Every portfolio you have is judged on {only.number}."
    )
    return redirect("marking:list_criteria")


def _next_after(request, allocation: Allocation | None) -> Allocation | None:
    """The next of one's own, else the next free one, which is taken with this press."""
    following = queries.next_to_mark(request.user, after=allocation)
    return following or actions.take_next(by=request.user, now=timezone.now())
