"""What an assessor has to mark and has marked."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assessments.marking import actions, queries
from assessments.marking.countersignings import list_to_countersign
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role

PAGE_SIZE = 30


@open_to(Role.ASSESSOR)
@require_GET
def show_queue(request):
    now = timezone.now()
    today = timezone.localdate(now)
    page = Paginator(queries.list_queue(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "next": queries.next_to_mark(request.user),
        "figures": queries.get_figures(request.user, today),
        "countersign_count": list_to_countersign(request.user).count(),
        "free": queries.list_free(request.user, now),
        "held": queries.list_held(request.user, now),
        "today": today,
        "now": now,
    }
    return render(request, "assessments/marking/show_queue.html", context)


@open_to(Role.ASSESSOR)
@require_GET
def list_criteria(request):
    """The same work the other way round: one criterion across portfolios."""
    return render(request, "assessments/marking/list_criteria.html", {"lines": queries.list_criteria(request.user)})


@open_to(Role.ASSESSOR)
@require_POST
def take_next(request):
    """The next free portfolio, for this assessor alone."""
    allocation = actions.take_next(by=request.user, now=timezone.now())
    if allocation:
        return redirect("marking:mark_submission", allocation.pk)
    messages.success(request, "Nothing is free any more: colleagues have taken what there was.")
    return redirect("marking:show_queue")


@open_to(Role.ASSESSOR)
@require_GET
def list_marked(request):
    page = Paginator(queries.list_marked(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "assessments/marking/list_marked.html", {"page": page})


@open_to(Role.ASSESSOR)
@require_GET
def show_mark(request, mark_id):
    mark = get_object_or_404(queries.list_marked(request.user), pk=mark_id)
    context = {"mark": mark, "rows": queries.list_rows(mark), "whole_note": queries.get_whole_note(mark)}
    return render(request, "assessments/marking/show_mark.html", context)


@open_to(Role.ASSESSOR)
@require_GET
def show_draft(request, allocation_id):
    """What somebody had written when their portfolio was taken back or lost; theirs to read, and no longer to change."""
    allocation = get_object_or_404(queries.list_lost(request.user), pk=allocation_id)
    mark = allocation.mark
    context = {"mark": mark, "rows": queries.list_rows(mark), "whole_note": queries.get_whole_note(mark)}
    return render(request, "assessments/marking/show_draft.html", context)
