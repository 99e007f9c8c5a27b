"""Pages on which a coordinator gives portfolios to assessors."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assessments.marking import actions, rules
from assessments.marking.forms import AllocateForm
from assessments.marking.models import Allocation
from assessments.marking.suggestions import (
    list_allocated,
    list_closed,
    list_unsigned,
    list_waiting,
    suggest_assessors,
)
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day

PAGE_SIZE = 30


@open_to(Role.COORDINATOR)
@require_GET
def list_allocations(request):
    waiting, allocated = list_waiting(request.user), list_allocated(request.user)
    unsigned = list_unsigned(request.user)
    show = request.GET.get("show")
    shows_allocated, shows_unsigned = show == "allocated", show == "countersign"
    rows = allocated if shows_allocated else unsigned if shows_unsigned else waiting
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "shows_allocated": shows_allocated,
        "shows_unsigned": shows_unsigned,
        "unsigned_count": unsigned.count(),
        "waiting_count": waiting.count(),
        "allocated_count": allocated.count(),
        "today": today,
    }
    if shows_allocated:
        context["closed"] = list_closed(list(page))
    elif not shows_unsigned:
        context["rows"] = suggest_assessors(list(page), today)
    return render(request, "assessments/marking/list_allocations.html", context)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def allocate_submission(request, submission_id):
    submission = get_object_or_404(list_waiting(request.user), pk=submission_id)
    today = timezone.localdate()
    [waiting] = suggest_assessors([submission], today)
    best = waiting.best
    initial = {"due_date": waiting.due_date, "assessor": str(best.person.pk) if best else None}
    form = AllocateForm(
        request.POST if request.method == "POST" else None,
        candidates=waiting.candidates,
        countersigners=waiting.countersigners,
        latest=waiting.feedback_on if waiting.feedback_on >= today else None,
        initial=initial,
    )
    if form.is_valid():
        allocation = actions.allocate(submission, **form.cleaned_data, by=request.user, now=timezone.now())
        who, until = allocation.assessor, day(allocation.due_date)
        messages.success(request, f"{submission.reference} is with {who}, to be marked by {until}.")
        return redirect("marking:list_allocations")
    context = {
        "submission": submission,
        "waiting": waiting,
        "form": form,
        "refused": [candidate for candidate in waiting.candidates if candidate.refusal],
    }
    return render(request, "assessments/marking/allocate_submission.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def withdraw_allocation(request, allocation_id):
    allocation = get_object_or_404(
        Allocation.objects.select_related("submission", "assessor").filter(
            submission__in=list_allocated(request.user).values("submission")
        ),
        pk=allocation_id,
    )
    rules.check_can_withdraw(request.user, allocation, timezone.localdate())
    if request.method == "POST":
        actions.withdraw_allocation(allocation, by=request.user, now=timezone.now())
        messages.success(request, f"{allocation.submission.reference} is taken back and waits for another assessor.")
        return redirect("marking:list_allocations")
    return render(request, "assessments/marking/withdraw_allocation.html", {"allocation": allocation})
