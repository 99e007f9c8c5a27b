"""What an assessor opens from the desk: a file, a page of it as a picture, and the forms for a concern and for a question."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assessments.cases.actions import raise_misconduct as raise_the_question
from assessments.cases.forms import RaiseForm
from assessments.confidentiality.views.raising import raise_from
from assessments.marking import rules
from assessments.marking.models import Allocation
from assessments.marking.views.own import candidate_of, own_allocation
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.states import ItemKind
from assessments.portfolios.views.handing import hand_over, hand_over_page
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed


@open_to(Role.ASSESSOR)
@require_GET
def download_item(request, allocation_id, item_id):
    allocation, item = _own_file(request, allocation_id, item_id)
    return hand_over(request, item, because="marking", name=candidate_of(allocation))


@open_to(Role.ASSESSOR)
@require_GET
def show_page(request, allocation_id, item_id, number):
    """A page of an item as a picture, within the desk."""
    allocation, item = _own_file(request, allocation_id, item_id)
    return hand_over_page(request, item, number, because="marking", name=candidate_of(allocation))


def _own_file(request, allocation_id, item_id) -> tuple[Allocation, EvidenceItem]:
    allocation = own_allocation(request, allocation_id)
    rules.check_can_mark(request.user, allocation)
    items = EvidenceItem.objects.filter(submission=allocation.submission, kind=ItemKind.FILE)
    return allocation, get_object_or_404(items, pk=item_id)


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def raise_concern(request, allocation_id):
    allocation = own_allocation(request, allocation_id)
    back = reverse("marking:mark_submission", args=[allocation.pk])
    return raise_from(request, allocation.submission, back=back, then=" Marking goes on as before.")


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def raise_misconduct(request, allocation_id):
    """Whether this is the learner's own work: for a panel, never for whoever marks it."""
    allocation = own_allocation(request, allocation_id)
    rules.check_can_mark(request.user, allocation)
    form = RaiseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            raise_the_question(allocation.submission, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(
                request, f"{candidate_of(allocation)} is paused, and waits for a panel. What you had written is kept."
            )
            return redirect("marking:show_queue")
    back = reverse("marking:mark_submission", args=[allocation.pk])
    context = {"form": form, "back_url": back, "title": f"Portfolio {candidate_of(allocation)}"}
    return render(request, "assessments/cases/raise_misconduct.html", context, status=422 if form.errors else 200)
