"""Countersigning: a qualified assessor reads the work and the mark of one whose standing is not complete."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assessments.cases.queries import list_instructions
from assessments.confidentiality.evidence import pointers_to, read_submission
from assessments.confidentiality.views.raising import raise_from
from assessments.marking import actions, fitness, queries, rules
from assessments.marking.countersignings import list_to_countersign
from assessments.marking.forms import SendBackForm
from assessments.marking.views.own import own_allocation
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.states import ItemKind
from assessments.portfolios.views.handing import hand_over
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role

PAGE_SIZE = 30


@open_to(Role.ASSESSOR)
@require_GET
def list_countersigning(request):
    page = Paginator(list_to_countersign(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "assessments/marking/list_countersigning.html", {"page": page})


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def show_countersigning(request, mark_id):
    mark = _own_mark(request, mark_id)
    now = timezone.now()
    fitness.check_can_countersign(request.user, mark, timezone.localdate(now))
    form = SendBackForm(request.POST if request.method == "POST" and "sign" not in request.POST else None)
    if "sign" in request.POST:
        actions.countersign(mark, by=request.user, now=now)
        messages.success(request, "You have countersigned. The mark counts from now on.")
        return redirect("marking:list_countersigning")
    if form.is_valid():
        actions.send_back(mark, **form.cleaned_data, by=request.user, now=now)
        messages.success(request, "It is with its assessor again, with your reason.")
        return redirect("marking:list_countersigning")
    pieces = read_submission(mark.submission, by=request.user, because="marking", now=now)
    rows = queries.list_rows(mark)
    for row in rows:
        row.pointers = pointers_to(pieces, row.criterion.pk)
    context = {
        "mark": mark,
        "enrolment": mark.submission.portfolio.enrolment,
        "instructions": list_instructions(mark.submission.portfolio.enrolment),
        "rows": rows,
        "whole_note": queries.get_whole_note(mark),
        "pieces": pieces,
        "downloads": {
            piece.item.pk: reverse("marking:download_countersigned_item", args=[mark.pk, piece.item.pk])
            for piece in pieces
            if piece.is_file
        },
        "locks": {
            piece.item.pk: reverse("marking:lock_countersigned_item", args=[mark.pk, piece.item.pk]) for piece in pieces
        },
        "concern_url": reverse("marking:raise_countersigned_concern", args=[mark.pk]),
        "form": form,
    }
    return render(request, "assessments/marking/show_countersigning.html", context, status=422 if form.errors else 200)


@open_to(Role.ASSESSOR)
@require_GET
def download_countersigned_item(request, mark_id, item_id):
    mark = _own_mark(request, mark_id)
    fitness.check_can_countersign(request.user, mark, timezone.localdate())
    item = get_object_or_404(EvidenceItem, pk=item_id, submission=mark.submission, kind=ItemKind.FILE)
    return hand_over(request, item, because="marking", name=mark.submission.portfolio.enrolment.candidate_number)


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def raise_countersigned_concern(request, mark_id):
    mark = _own_mark(request, mark_id)
    fitness.check_can_countersign(request.user, mark, timezone.localdate())
    return raise_from(request, mark.submission, back=reverse("marking:show_countersigning", args=[mark.pk]))


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def step_aside(request, allocation_id):
    """“I know whose work this is”: the portfolio goes to somebody else."""
    allocation = own_allocation(request, allocation_id)
    rules.check_can_mark(request.user, allocation)
    if request.method == "POST":
        actions.step_aside(allocation, by=request.user, now=timezone.now())
        messages.success(request, "Thank you. The portfolio goes to somebody else, and never comes back to you.")
        return redirect("marking:show_queue")
    enrolment = allocation.submission.portfolio.enrolment
    return render(request, "assessments/marking/step_aside.html", {"allocation": allocation, "enrolment": enrolment})


def _own_mark(request, mark_id):
    return get_object_or_404(list_to_countersign(request.user), pk=mark_id)
