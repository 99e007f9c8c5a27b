"""Why somebody has a certificate or not, what holds one back, and whether results, awards and certificates agree."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.certificates import explaining, holds, queries, reconciling
from assessments.certificates.forms import HoldForm
from assessments.certificates.models import PlacedHold
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role

PAGE = 30


@open_to(Role.COORDINATOR)
@require_GET
def list_explained(request: HttpRequest) -> HttpResponse:
    cohorts = queries.cohorts_with_enrolments()
    chosen = request.GET.get("cohort", "")
    cohort = next((row for row in cohorts if row.code == chosen), None)
    found = explaining.enrolments_of(cohort, request.user) if cohort else explaining.explainable(request.user).none()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"cohorts": cohorts, "cohort": cohort, "page": page, "rows": explaining.explain(page.object_list)}
    return render(request, "assessments/certificates/list_explained.html", context)


@open_to(Role.COORDINATOR)
@require_GET
def show_explained(request: HttpRequest, candidate_number: str) -> HttpResponse:
    return _show(request, candidate_number, HoldForm())


@open_to(Role.COORDINATOR)
@require_POST
def place_hold(request: HttpRequest, candidate_number: str) -> HttpResponse:
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _show(request, candidate_number, form, status=422)
    enrolment = get_object_or_404(explaining.explainable(request.user), candidate_number=candidate_number)
    holds.place_hold(enrolment, **form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, "Held. No certificate is made until you lift it.")
    return redirect("certificates:show_explained", candidate_number)


@open_to(Role.COORDINATOR)
@require_POST
def lift_hold(request: HttpRequest, hold_id) -> HttpResponse:
    hold = get_object_or_404(
        PlacedHold.objects.select_related("enrolment").filter(enrolment__in=explaining.explainable(request.user)),
        pk=hold_id,
    )
    holds.lift_hold(hold, by=request.user, now=timezone.now())
    messages.success(request, "Lifted. If nothing else stands against it, the certificate is made within moments.")
    return redirect("certificates:show_explained", hold.enrolment.candidate_number)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def show_comparison(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        row = reconciling.reconcile(by=request.user, now=timezone.now())
        messages.success(
            request, "Compared. Everything agrees." if row.is_clean else "Compared. Something does not agree."
        )
        return redirect("certificates:show_comparison")
    page = Paginator(reconciling.list_reconciliations(), PAGE).get_page(request.GET.get("page"))
    last = reconciling.last_reconciliation()
    disagreements = reconciling.list_disagreements(last, request.user) if last else []
    context = {"last": last, "disagreements": disagreements, "page": page}
    return render(request, "assessments/certificates/show_comparison.html", context)


def _show(request: HttpRequest, candidate_number: str, form: HoldForm, status: int = 200) -> HttpResponse:
    enrolment = get_object_or_404(explaining.explainable(request.user), candidate_number=candidate_number)
    (explanation,) = explaining.explain([enrolment])
    placed = enrolment.certificate_holds.filter(lifted_at__isnull=True).order_by("placed_at")
    context = {"explanation": explanation, "enrolment": enrolment, "placed": placed, "form": form}
    return render(request, "assessments/certificates/show_explained.html", context, status=status)
