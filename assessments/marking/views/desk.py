"""The marking desk: evidence beside criteria, each field saved on its own, and the end of a mark."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assessments.confidentiality.actions import raise_concern as raise_the_concern
from assessments.confidentiality.evidence import pointers_to, read_submission
from assessments.confidentiality.forms import ConcernForm
from assessments.marking import actions, queries, rules
from assessments.marking.desk import lay_again, lay_desk, save_desk
from assessments.marking.forms import FinaliseForm
from assessments.marking.models import Allocation
from assessments.marking.schemes import plan_for
from assessments.marking.states import AgreementState, AllocationState, Stage
from assessments.marking.views.own import open_mark, own_allocation
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.reading import DOWNLOAD, open_evidence
from assessments.portfolios.states import ItemKind
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.files.serving import attachment_response


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def mark_submission(request, allocation_id):
    allocation = own_allocation(request, allocation_id)
    elsewhere = _go_where_it_is(allocation)
    if elsewhere:
        return elsewhere
    now = timezone.now()
    mark = actions.begin(allocation, by=request.user, now=now)
    desk = lay_desk(mark, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and desk.is_valid:
        desk = save_desk(desk, by=request.user, now=now)
        if not desk.conflicts:
            return _go_on(request, allocation)
        desk, status = lay_again(desk, request.POST), 409
    elif request.method == "POST":
        status = 422
    pieces = read_submission(allocation.submission, by=request.user, because="marking", now=now)
    for box in desk.judgements:
        box.row.pointers = pointers_to(pieces, box.row.criterion.pk)
    context = {
        "allocation": allocation,
        "submission": allocation.submission,
        "enrolment": allocation.submission.portfolio.enrolment,
        "desk": desk,
        "agreement": getattr(allocation, "agreement", None),
        "marks_beside": queries.marks_beside(mark),
        "form": desk,
        "pieces": pieces,
        "downloads": {
            piece.item.pk: reverse("marking:download_item", args=[allocation.pk, piece.item.pk])
            for piece in pieces
            if piece.is_file
        },
        "locks": {piece.item.pk: reverse("marking:lock_item", args=[allocation.pk, piece.item.pk]) for piece in pieces},
        "figures": queries.get_figures(request.user, timezone.localdate(now)),
        "today": timezone.localdate(now),
    }
    return render(request, "assessments/marking/mark_submission.html", context, status=status)


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def finalise_mark(request, allocation_id):
    allocation = own_allocation(request, allocation_id)
    elsewhere = _go_where_it_is(allocation)
    if elsewhere:
        return elsewhere
    mark = open_mark(request, allocation_id)
    missing = queries.find_missing(mark)
    status, form = 200, FinaliseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not missing and form.is_valid():
        end = actions.settle if mark.stage == Stage.AGREED else actions.finalise
        try:
            ended = end(mark, by=request.user, now=timezone.now(), **form.cleaned_data)
        except actions.Stale:
            status = 409
        else:
            return _go_to_next(request, _say_end(allocation, ended))
    elif request.method == "POST":
        status = 422
    context = {
        "allocation": allocation,
        "enrolment": allocation.submission.portfolio.enrolment,
        "mark": mark,
        "plan": plan_for(allocation.submission.portfolio.enrolment),
        "agreement": getattr(allocation, "agreement", None),
        "rows": queries.list_rows(mark),
        "missing": missing,
        "seen": queries.version_of(mark),
        "is_stale": status == 409,
    }
    return render(request, "assessments/marking/finalise_mark.html", context, status=status)


@open_to(Role.ASSESSOR)
@require_GET
def download_item(request, allocation_id, item_id):
    allocation = own_allocation(request, allocation_id)
    rules.check_can_mark(request.user, allocation)
    items = EvidenceItem.objects.filter(submission=allocation.submission, kind=ItemKind.FILE)
    item = get_object_or_404(items, pk=item_id)
    opened = open_evidence(item, by=request.user, because="marking", now=timezone.now(), how=DOWNLOAD)
    return attachment_response(opened.item.file, f"{_candidate(allocation)} {opened.filename}")


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def raise_concern(request, allocation_id):
    allocation = own_allocation(request, allocation_id)
    back = reverse("marking:mark_submission", args=[allocation.pk])
    form = ConcernForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        raise_the_concern(allocation.submission, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Your concern is with the safeguarding leads. Marking goes on as before.")
        return redirect(back)
    context = {"form": form, "back_url": back}
    return render(
        request, "assessments/confidentiality/raise_concern.html", context, status=422 if form.errors else 200
    )


def _go_where_it_is(allocation: Allocation):
    """A final mark is looked at; one that waits for the other assessor is on the page of the agreement."""
    if allocation.state == AllocationState.DONE:
        return redirect("marking:show_mark", allocation.mark.pk)
    agreement = getattr(allocation, "agreement", None)
    if agreement and agreement.state == AgreementState.PROPOSED:
        return redirect("marking:agree_mark", agreement.pk)
    return None


def _say_end(allocation: Allocation, ended) -> str:
    if getattr(ended, "state", "") == AgreementState.PROPOSED:
        return f"The other assessor of {_candidate(allocation)} is asked to agree."
    return f"The mark of {_candidate(allocation)} is final."


def _candidate(allocation: Allocation) -> str:
    return allocation.submission.portfolio.enrolment.candidate_number


def _go_on(request, allocation: Allocation):
    then = request.POST.get("then")
    if then == "finalise":
        return redirect("marking:finalise_mark", allocation.pk)
    following = queries.next_to_mark(request.user, after=allocation) if then == "next" else None
    if following:
        messages.success(request, f"{_candidate(allocation)} is saved. This is the next one.")
        return redirect("marking:mark_submission", following.pk)
    if then == "next":
        messages.success(request, f"{_candidate(allocation)} is saved. It is the only one you have to mark.")
    else:
        messages.success(request, "Everything is saved.")
    return redirect("marking:mark_submission", allocation.pk)


def _go_to_next(request, sentence: str):
    following = queries.next_to_mark(request.user)
    if following:
        messages.success(request, f"{sentence} This is the next one.")
        return redirect("marking:mark_submission", following.pk)
    messages.success(request, f"{sentence} There is nothing else to mark.")
    return redirect("marking:show_queue")
