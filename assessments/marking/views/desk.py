"""The marking desk: evidence beside criteria, each field saved on its own, and the end of a mark."""

import functools

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods

from assessments.confidentiality.evidence import pointers_to, read_submission
from assessments.marking import actions, queries
from assessments.marking.bank import anchor_of_opened, insert_comment, keep_comment, offer_comments
from assessments.marking.before import get_before, lay_side_by_side
from assessments.marking.desk import Desk, lay_again, lay_desk, list_unsaved, save_desk
from assessments.marking.forms import FinaliseForm
from assessments.marking.models import Allocation
from assessments.marking.schemes import plan_for
from assessments.marking.states import Stage
from assessments.marking.views.onwards import desk_address, go_on, go_to_next, go_where_it_is
from assessments.marking.views.own import open_mark, own_allocation
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed


def keeps_what_was_typed(view):
    """The desk was closed meanwhile, perhaps in another tab: what was posted is shown, and lost to nobody."""

    @functools.wraps(view)
    def wrapper(request, allocation_id):
        try:
            allocation = own_allocation(request, allocation_id)
            if request.method == "GET" or not go_where_it_is(allocation):
                return view(request, allocation_id)
        except NotAllowed:
            # Perhaps another press was a moment quicker; what is refused for another reason is refused again.
            allocation = own_allocation(request, allocation_id)
            if request.method == "GET" or not go_where_it_is(allocation):
                raise
        context = {
            "allocation": allocation,
            "enrolment": allocation.submission.portfolio.enrolment,
            "typed": list_unsaved(lay_desk(allocation.mark, request.POST)),
            "where": go_where_it_is(allocation).url,
        }
        return render(request, "assessments/marking/keep_typed.html", context, status=409)

    return wrapper


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
@keeps_what_was_typed
# Seventeen criteria with their comments are heavy on a weak network; Django pads what it compresses (BREACH).
@gzip_page
def mark_submission(request, allocation_id):
    allocation = own_allocation(request, allocation_id)
    elsewhere = go_where_it_is(allocation)
    if elsewhere:
        return elsewhere
    now, only = timezone.now(), _only(request, allocation)
    mark = actions.begin(allocation, by=request.user, now=now)
    desk = lay_desk(mark, only=only)
    offer_comments(desk, request.user)
    if request.method != "POST":
        return _show(request, allocation, desk, only)
    data, anchor = insert_comment(desk, request.POST, by=request.user, now=now)
    if keep_comment(desk, request.POST, by=request.user, now=now):
        messages.success(request, "The feedback is in your comment bank.")
    desk = lay_desk(mark, data, only=only)
    if not desk.is_valid:
        return _show(request, allocation, desk, only, status=422)
    desk = save_desk(desk, by=request.user, now=now)
    if desk.conflicts:
        return _show(request, allocation, lay_again(desk, data, only=only), only, status=409)
    opened = anchor_of_opened(desk, data)
    if opened:
        return redirect(desk_address(allocation, only, bank=data["bank"]) + opened)
    if anchor:
        return redirect(desk_address(allocation, only) + anchor)
    return go_on(request, allocation, only)


def _only(request, allocation: Allocation) -> AssessmentCriterion | None:
    """The one criterion that somebody judges across portfolios, where they do; it is one of this attempt."""
    asked = request.POST.get("only") or request.GET.get("only")
    if not asked:
        return None
    criteria = {str(criterion.pk): criterion for criterion in allocation.submission.criteria.all()}
    return criteria.get(asked) or get_object_or_404(AssessmentCriterion.objects.none())


def _show(request, allocation: Allocation, desk: Desk, only: AssessmentCriterion | None, status: int = 200):
    now = timezone.now()
    offer_comments(desk, request.user, opened=request.GET.get("bank", ""))
    pieces = read_submission(allocation.submission, by=request.user, because="marking", now=now)
    for box in desk.judgements:
        box.row.pointers = pointers_to(pieces, box.row.criterion.pk)
    before = get_before(allocation.submission, desk.plan, [box.row for box in desk.judgements], pieces)
    claimed = [piece for piece in pieces if only and piece.claims(only.pk)]
    context = {
        "allocation": allocation,
        "submission": allocation.submission,
        "enrolment": allocation.submission.portfolio.enrolment,
        "desk": desk,
        "before": before,
        "only": only,
        "agreement": getattr(allocation, "agreement", None),
        "marks_beside": queries.marks_beside(desk.mark),
        "form": desk,
        # On one criterion, what is claimed for it; everything, where nothing is.
        "pieces": claimed or pieces,
        "shows_pages": True,
        "downloads": {
            piece.item.pk: reverse("marking:download_item", args=[allocation.pk, piece.item.pk])
            for piece in pieces
            if piece.is_file
        },
        "locks": {piece.item.pk: reverse("marking:lock_item", args=[allocation.pk, piece.item.pk]) for piece in pieces},
        "concern_url": reverse("marking:raise_concern", args=[allocation.pk]),
        "figures": queries.get_figures(request.user, timezone.localdate(now)),
        "today": timezone.localdate(now),
    }
    return render(request, "assessments/marking/mark_submission.html", context, status=status)


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
@keeps_what_was_typed
def finalise_mark(request, allocation_id):
    allocation = own_allocation(request, allocation_id)
    elsewhere = go_where_it_is(allocation)
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
            return go_to_next(request, allocation, ended)
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
def compare_attempts(request, allocation_id):
    """What the attempt before was asked for and what has changed since, side by side."""
    allocation = own_allocation(request, allocation_id)
    mark, submission = open_mark(request, allocation_id), allocation.submission
    earlier = queries.attempt_before(submission)
    if earlier is None:
        return redirect("marking:mark_submission", allocation.pk)
    now = timezone.now()
    pieces = read_submission(submission, by=request.user, because="marking", now=now)
    rows = queries.list_rows(mark)
    before = get_before(submission, plan_for(submission.portfolio.enrolment), rows, pieces)
    context = {
        "allocation": allocation,
        "submission": submission,
        "earlier": earlier,
        "enrolment": submission.portfolio.enrolment,
        "rows": [row for row in rows if row.before],
        "back_url": desk_address(allocation),
        "concern_url": reverse("marking:raise_concern", args=[allocation.pk]),
        "pairs": lay_side_by_side(before.changed, by=request.user, because="marking", now=now),
    }
    return render(request, "assessments/marking/compare_attempts.html", context)
